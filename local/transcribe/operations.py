"""Transcribe's operations: from a request's parameters to the answer's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from local.aws_json import Operation, Parameters
from local.transcribe.call_categories import Categories
from local.transcribe.jobs import Jobs
from local.transcribe.vocabularies import WordList, WordLists

TARGET_PREFIX = "Transcribe."


@dataclass(frozen=True)
class Service:
    jobs: Jobs
    calls: Jobs
    categories: Categories
    vocabularies: WordLists
    filters: WordLists


def operations(service: Service) -> dict[str, Operation]:
    """Each by the name that it has in a request."""
    return {name: partial(run, service) for name, run in OPERATIONS.items()}


def _check_word_lists(service: Service, request: Parameters) -> None:
    settings = request.get("Settings") or {}
    if settings.get("VocabularyName"):
        service.vocabularies.get(settings["VocabularyName"])
    if settings.get("VocabularyFilterName"):
        service.filters.get(settings["VocabularyFilterName"])


def _start(service: Service, request: Parameters) -> Parameters:
    _check_word_lists(service, request)
    return {"TranscriptionJob": service.jobs.start(request).described()}


def _get(service: Service, request: Parameters) -> Parameters:
    job = service.jobs.get(request.get("TranscriptionJobName", ""))
    return {"TranscriptionJob": job.described()}


def _delete(service: Service, request: Parameters) -> Parameters:
    service.jobs.delete(request.get("TranscriptionJobName", ""))
    return {}


def _list(service: Service, request: Parameters) -> Parameters:
    return _page(service.jobs, request, "TranscriptionJobSummaries")


def _page(jobs: Jobs, request: Parameters, summaries: str) -> Parameters:
    page, token = jobs.listed(request)
    answer: Parameters = {summaries: [job.summary() for job in page]}
    if request.get("Status"):
        answer["Status"] = request["Status"]
    return {**answer, "NextToken": token} if token else answer


def _start_call(service: Service, request: Parameters) -> Parameters:
    _check_word_lists(service, request)
    return {"CallAnalyticsJob": service.calls.start(request).described()}


def _get_call(service: Service, request: Parameters) -> Parameters:
    job = service.calls.get(request.get("CallAnalyticsJobName", ""))
    return {"CallAnalyticsJob": job.described()}


def _delete_call(service: Service, request: Parameters) -> Parameters:
    service.calls.delete(request.get("CallAnalyticsJobName", ""))
    return {}


def _list_calls(service: Service, request: Parameters) -> Parameters:
    return _page(service.calls, request, "CallAnalyticsJobSummaries")


def _create_category(service: Service, request: Parameters) -> Parameters:
    return {"CategoryProperties": service.categories.create(request).described()}


def _update_category(service: Service, request: Parameters) -> Parameters:
    return {"CategoryProperties": service.categories.update(request).described()}


def _get_category(service: Service, request: Parameters) -> Parameters:
    found = service.categories.get(request.get("CategoryName", ""))
    return {"CategoryProperties": found.described()}


def _delete_category(service: Service, request: Parameters) -> Parameters:
    service.categories.delete(request.get("CategoryName", ""))
    return {}


def _list_categories(service: Service, request: Parameters) -> Parameters:
    page, token = service.categories.listed(request)
    answer: Parameters = {"Categories": [one.described() for one in page]}
    return {**answer, "NextToken": token} if token else answer


def _vocabulary(one: WordList) -> Parameters:
    return {
        "VocabularyName": one.name,
        "LanguageCode": one.language,
        "VocabularyState": "READY",
        "LastModifiedTime": one.modified_at.timestamp(),
    }


def _filter(one: WordList) -> Parameters:
    return {
        "VocabularyFilterName": one.name,
        "LanguageCode": one.language,
        "LastModifiedTime": one.modified_at.timestamp(),
    }


def _create_vocabulary(service: Service, request: Parameters) -> Parameters:
    return _vocabulary(
        service.vocabularies.create(
            request.get("VocabularyName", ""),
            request.get("LanguageCode", ""),
            _without_hyphens(request.get("Phrases")),
            request.get("VocabularyFileUri"),
        )
    )


def _update_vocabulary(service: Service, request: Parameters) -> Parameters:
    return _vocabulary(
        service.vocabularies.update(
            request.get("VocabularyName", ""),
            request.get("LanguageCode"),
            _without_hyphens(request.get("Phrases")),
            request.get("VocabularyFileUri"),
        )
    )


def _without_hyphens(phrases: list[str] | None) -> list[str] | None:
    """A hyphen joins the words of a phrase in the request, and is not written."""
    return [one.replace("-", " ") for one in phrases] if phrases is not None else None


def _get_vocabulary(service: Service, request: Parameters) -> Parameters:
    found = service.vocabularies.get(request.get("VocabularyName", ""))
    return {**_vocabulary(found), "DownloadUri": f"https://s3.us-east-1.amazonaws.com/{found.name}"}


def _delete_vocabulary(service: Service, request: Parameters) -> Parameters:
    service.vocabularies.delete(request.get("VocabularyName", ""))
    return {}


def _list_vocabularies(service: Service, request: Parameters) -> Parameters:
    page, token = service.vocabularies.listed(request)
    if request.get("StateEquals") not in {None, "READY"}:
        page, token = [], None
    answer: Parameters = {"Vocabularies": [_vocabulary(one) for one in page]}
    return {**answer, "NextToken": token} if token else answer


def _create_filter(service: Service, request: Parameters) -> Parameters:
    return _filter(
        service.filters.create(
            request.get("VocabularyFilterName", ""),
            request.get("LanguageCode", ""),
            request.get("Words"),
            request.get("VocabularyFilterFileUri"),
        )
    )


def _update_filter(service: Service, request: Parameters) -> Parameters:
    return _filter(
        service.filters.update(
            request.get("VocabularyFilterName", ""),
            None,
            request.get("Words"),
            request.get("VocabularyFilterFileUri"),
        )
    )


def _get_filter(service: Service, request: Parameters) -> Parameters:
    found = service.filters.get(request.get("VocabularyFilterName", ""))
    return {**_filter(found), "DownloadUri": f"https://s3.us-east-1.amazonaws.com/{found.name}"}


def _delete_filter(service: Service, request: Parameters) -> Parameters:
    service.filters.delete(request.get("VocabularyFilterName", ""))
    return {}


def _list_filters(service: Service, request: Parameters) -> Parameters:
    page, token = service.filters.listed(request)
    answer: Parameters = {"VocabularyFilters": [_filter(one) for one in page]}
    return {**answer, "NextToken": token} if token else answer


OPERATIONS: Mapping[str, Callable[[Service, Parameters], Parameters]] = {
    "StartTranscriptionJob": _start,
    "GetTranscriptionJob": _get,
    "DeleteTranscriptionJob": _delete,
    "ListTranscriptionJobs": _list,
    "StartCallAnalyticsJob": _start_call,
    "GetCallAnalyticsJob": _get_call,
    "DeleteCallAnalyticsJob": _delete_call,
    "ListCallAnalyticsJobs": _list_calls,
    "CreateCallAnalyticsCategory": _create_category,
    "UpdateCallAnalyticsCategory": _update_category,
    "GetCallAnalyticsCategory": _get_category,
    "DeleteCallAnalyticsCategory": _delete_category,
    "ListCallAnalyticsCategories": _list_categories,
    "CreateVocabulary": _create_vocabulary,
    "UpdateVocabulary": _update_vocabulary,
    "GetVocabulary": _get_vocabulary,
    "DeleteVocabulary": _delete_vocabulary,
    "ListVocabularies": _list_vocabularies,
    "CreateVocabularyFilter": _create_filter,
    "UpdateVocabularyFilter": _update_filter,
    "GetVocabularyFilter": _get_filter,
    "DeleteVocabularyFilter": _delete_filter,
    "ListVocabularyFilters": _list_filters,
}
