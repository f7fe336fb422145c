from omnilex.domain import correlation


def test_a_session_has_one_id_wherever_it_is_computed():
    first, second = correlation.of_session("web.abc"), correlation.of_session("web.abc")

    assert first == second
    assert first.startswith("talk-")


def test_what_opens_the_session_does_not_stand_in_the_id():
    told = correlation.of_session("web.0123456789")

    assert "0123456789" not in told


def test_each_version_of_a_file_has_an_id_of_its_own():
    ids = {correlation.of_file("bucket", "a.wav", version) for version in (None, "1", "2")}

    assert len(ids) == 3
    assert all(one.startswith("file-") for one in ids)
