"""Links of the pages lead somewhere."""

from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import ROOT
from tests.docs.pages import Page, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_link_inside_the_repository_resolves(page: Page) -> None:
    """A relative link names a file that is there, and its anchor a heading of it; none leaves the repository."""
    by_path = {other.path.resolve(): other for other in pages()}
    for line, link in page.links():
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            assert parts.scheme in ("https", "mailto", "tg"), f"{page.name}:{line}: {link}"
            continue
        target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path.resolve()
        assert target.exists(), f"{page.name}:{line}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}:{line}: {link}"
        if parts.fragment and target in by_path:
            assert unquote(parts.fragment) in by_path[target].anchors(), f"{page.name}:{line}: {link}"


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    """Each page is linked from README.md, or from a page that is."""
    by_path = {page.path.resolve(): page for page in pages()}
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop().resolve()
        if path in reached or path not in by_path:
            continue
        reached.add(path)
        waiting += [
            path.parent / unquote(urlsplit(link).path) for _, link in by_path[path].links() if urlsplit(link).path
        ]
    assert {path.relative_to(ROOT).as_posix() for path in by_path if path not in reached} == set()
