"""Amplify's API as far as a deployment needs it, for an unmodified boto3 client."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.site.deployments import BadRequestError, Deployments, NotFoundError

PREFIX = "/_amplify"
BRANCH = "/apps/{app}/branches/{branch}"
Answer = Callable[[Request], Awaitable[Response]]


def routes(deployments: Deployments) -> list[Route]:
    """Below ``PREFIX``, which the service's endpoint URL names."""

    async def create(request: Request) -> Response:
        app, branch = address(request)
        job = deployments.create(app, branch)
        upload = f"{request.base_url}{PREFIX[1:]}/uploads/{app}/{branch}/{job}"
        return JSONResponse({"jobId": job, "fileUploadUrls": {}, "zipUploadUrl": upload})

    async def upload(request: Request) -> Response:
        job = request.path_params["job"]
        deployments.upload(*address(request), job, await request.body())
        return Response()

    async def start(request: Request) -> Response:
        job = str((await request.json()).get("jobId") or "")
        summary = await run_in_threadpool(deployments.start, *address(request), job)
        return JSONResponse({"jobSummary": summary})

    async def tell(request: Request) -> Response:
        summary = deployments.summary(*address(request), request.path_params["job"])
        return JSONResponse({"job": {"summary": summary, "steps": []}})

    listed: list[tuple[str, Answer, str]] = [
        (f"{BRANCH}/deployments", create, "POST"),
        (f"{BRANCH}/deployments/start", start, "POST"),
        (f"{BRANCH}/jobs/{{job}}", tell, "GET"),
        ("/uploads/{app}/{branch}/{job}", upload, "PUT"),
    ]
    return [
        Route(PREFIX + path, refusing(answer), methods=[method]) for path, answer, method in listed
    ]


def address(request: Request) -> tuple[str, str]:
    return request.path_params["app"], request.path_params["branch"]


def refusing(answer: Answer) -> Answer:
    async def answer_or_refuse(request: Request) -> Response:
        try:
            return await answer(request)
        except NotFoundError as error:
            return problem("NotFoundException", error, 404)
        except BadRequestError as error:
            return problem("BadRequestException", error, 400)

    return answer_or_refuse


def problem(code: str, error: Exception, status: int) -> Response:
    body: dict[str, Any] = {"message": str(error)}
    return JSONResponse(body, status, headers={"x-amzn-ErrorType": code})
