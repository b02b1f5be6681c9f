"""What leads from old addresses on: a page for every host, and rules for those that answer by them."""

from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from ..pages.page import relative_url
from ..pages.rendering import rendered
from ..pages.website import Site
from .building import build_of

HOSTS = "_redirects"
NGINX = "_redirects.nginx.conf"
_EXCLUDED = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


def add_redirects(config: MkDocsConfig, files: Files) -> None:
    """Add a page for every old address, and the rules; a page of `docs/` at the same address goes before.

    It is called when the site's policy is known. What it adds is no page to MkDocs, and so neither in the
    search nor in the sitemap.
    """
    build = build_of(config)
    site = build.site
    titles = {file.url: str(file.page.title) for file in files.documentation_pages() if file.page}
    taken = {file.dest_uri for file in files if file.inclusion not in _EXCLUDED}
    for old, now in sorted(site.moves.pages.items()):
        if (name := file_of(old)) in taken:
            continue
        path = now.partition("#")[0]
        html = rendered(
            "moved.html",
            to=lambda address, old=old: relative_url(address, old),
            target=now,
            title=site.pages[path].title if path in site.pages else titles.get(path, path),
            canonical=urljoin(config.site_url, now) if config.site_url else relative_url(now, old),
            policy=build.around.policy,
            site_name=site.settings.site.name,
        )
        files.append(File.generated(config, name, content=html))
    start = urlsplit(config.site_url or "/").path
    for name, lines in ((HOSTS, rules_for_hosts(site, start)), (NGINX, rules_for_nginx(site, start))):
        if name not in taken and (content := "".join(f"{line}\n" for line in lines)):
            files.append(File.generated(config, name, content=content))


def file_of(address: str) -> str:
    """The file of a page: `questions/refund/index.html` for `questions/refund/`."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def rules_for_hosts(site: Site, start: str) -> Iterator[str]:
    """For Netlify and Cloudflare. Plain 301 only: another status makes Cloudflare refuse the whole site."""
    for old, now in sorted(site.moves.pages.items()):
        yield f"{start}{quote(old)} {start}{_quoted(now)} 301"


def rules_for_nginx(site: Site, start: str) -> Iterator[str]:
    """Exact locations, for an `include` in the `server` block."""
    for old, now in sorted(site.moves.pages.items()):
        page, mark, place = _quoted(now).partition("#")
        yield f'location = "{start}{old}" {{ return 301 "{start}{page}$is_args$args{mark}{place}"; }}'
    for address in _gone(site):
        page = f"{start}{file_of(address)}"
        yield f'location = "{start}{address}" {{ error_page 410 "{page}"; return 410; }}'


def _gone(site: Site) -> list[str]:
    """The addresses of what was retired: their pages say so."""
    return sorted(page.address for page in site.pages.values() if page.retired)


def _quoted(address: str) -> str:
    page, mark, place = address.partition("#")
    return f"{quote(page)}{mark}{quote(place)}"
