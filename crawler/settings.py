"""Scrapy's settings for every crawl, `scrapy crawl KEY` and `khcn crawl KEY` alike."""

import os
from importlib.metadata import PackageNotFoundError, version

from crawler import places

try:
    _VERSION = version("khcn")
except PackageNotFoundError:  # run from a checkout
    _VERSION = "0"
_CONTACT = os.environ.get("KHCN_CONTACT")

BOT_NAME = "khcn"
ROBOTSTXT_USER_AGENT = "khcn"
USER_AGENT = (
    f"khcn/{_VERSION} (monitor of science and technology news{f'; {_CONTACT}' if _CONTACT else ''})"
)

# Ours: where the portal files, the store and the queues for hosts are, and whether a home may be a
# private address.
KHCN_PORTALS = str(places.portals_folder())
KHCN_DB = str(places.database())
KHCN_HOSTS = str(places.hosts_folder())
KHCN_ALLOW_PRIVATE = os.environ.get("KHCN_ALLOW_PRIVATE") == "1"

SPIDER_LOADER_CLASS = "crawler.loader.FollowedPortals"
SPIDER_MODULES: list[str] = []
ITEM_PIPELINES = {"crawler.pipelines.StorePipeline": 300}
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"

# Politeness; what differs by portal is in crawler/politeness.py.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1  # per portal: a stop waits for one request, a page cap is exact
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.3
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}

# Limits: Scrapy's own are 1 GiB, 180 s, 20 redirects and no verification.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30  # the whole of a request, not a pause in it
DNS_TIMEOUT = 15
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the run's record counts it
MEMUSAGE_LIMIT_MB = 1024

# A proxy would look names up by itself, past the address guard.
HTTPPROXY_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.fetch.guard.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "https": "crawler.fetch.tls.VerifyingHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetch.replay.Replay": 50,
    "crawler.fetch.guard.AddressGuard": 60,
    "crawler.fetch.robots.RobotsMiddleware": 100,
    "crawler.fetch.patience.Patience": 550,
    "crawler.fetch.tls.TlsDiagnosis": 560,
    "crawler.fetch.limits.Endings": 580,
    "crawler.fetch.decoding.WholeBodies": 590,
    "crawler.fetch.limits.Limits": 880,
    "crawler.fetch.turns.Turns": 900,  # the last: what leaves here goes to the host
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # the plan judges all answers
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # drops without a word
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the plan asks nothing twice

# Both of these open a port on loopback that runs code.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
EXTENSIONS = {
    "crawler.extensions.RunLedger": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,  # off above; not even imported
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}

LOG_LEVEL = "INFO"
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads the source of a callback at each page
LOG_VERSIONS: list[str] = []
FEED_EXPORT_ENCODING = "utf-8"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
