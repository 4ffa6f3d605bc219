"""Start pages of portals that cannot be followed, made up in the manner of the real ones."""

from __future__ import annotations

from tests.faultserver import answer

HEAD = "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"


def page(title: str, body: str, head: str = "", **more: str) -> bytes:
    text = f"{HEAD.format(title=title, head=head)}<body>{body}</body></html>"
    return answer(text.encode(), **more)  # type: ignore[arg-type]


MENU = "".join(f"<li><a href='/muc-{n}'>Chuyên mục số {n}</a></li>" for n in range(9))
WALLS = {
    "challenge": page(
        "Just a moment...",
        "<noscript>Enable JavaScript and cookies to continue</noscript>"
        "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>",
        status="403 Forbidden",
    ),
    "challenge with 200": page(
        "Đang kiểm tra",
        "<p>Hệ thống đang kiểm tra trình duyệt của bạn, vui lòng chờ 5 giây.</p>"
        "<script>document.cookie='t=abc123';location.reload();</script>",
    ),
    "cookie script": page(
        "", "<script>document.cookie='D1N=8f14;path=/';window.location.href='/?d=1'</script>"
    ),
    "captcha": page(
        "Xác minh",
        "<form><p>Vui lòng xác minh bạn không phải là robot</p><div class='g-recaptcha'></div>"
        "<button>Tiếp tục</button></form>",
    ),
    "rejected": page(
        "Request Rejected",
        "The requested URL was rejected. Please consult with your administrator.<br>"
        "Your support ID is: 1234567890",
    ),
    "bare 403": page("403 Forbidden", "<h1>403 Forbidden</h1>nginx", status="403 Forbidden"),
    "busy 503": page(
        "Attention Required!",
        "<h1>Sorry, you have been blocked</h1>",
        status="503 Service Unavailable",
    ),
}
SHELLS = {
    "react": page(
        "Sở Khoa học và Công nghệ",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"
        "<script src='/static/js/main.1a2b.js'></script>",
    ),
    "angular": page(
        "Cổng thông tin", "<app-root></app-root><script src='/main.js' type='module'></script>"
    ),
    "loading": page(
        "Cổng thông tin điện tử",
        "<div id='app'><div class='spinner'>Đang tải dữ liệu...</div></div>"
        "<script>window.__CONFIG__={}</script><script src='/js/app.js'></script>",
    ),
    "plain shell": page("Trang chủ", "<div class='x'></div><script src='/bundle.js'></script>"),
}
PARKED = {
    "for sale": page(
        "khcn.example.vn",
        "<h1>This domain is for sale!</h1><p>Buy this domain</p>"
        "<a href='https://ads.example.com/1'>Vay tiền nhanh</a>"
        "<a href='https://ads.example.com/2'>Du lịch giá rẻ</a>",
    ),
    "vietnamese": page(
        "Tên miền đã đăng ký",
        "<p>Tên miền này đã được đăng ký tại nhà cung cấp và chưa được kích hoạt.</p>",
    ),
    "parking house": page(
        "", "<div id=search></div><script src='//d1lxhc4jvstzrp.example/sedoparking.js'></script>"
    ),
}
OTHERS = {
    "login": page(
        "Đăng nhập hệ thống",
        "<form action='/login'><input name=u><input type=password name=p><button>Đăng nhập"
        "</button></form>",
    ),
    "vacant": page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>Thank you for using it.</p>"),
    "soft_404": page(
        "Không tìm thấy trang",
        "<h1>404</h1><p>Trang bạn yêu cầu không tồn tại.</p><a href='/'>Trang chủ</a>",
    ),
    "no_list": page(
        "Sở Khoa học và Công nghệ", f"<ul>{MENU}</ul><p>Địa chỉ: số 5 đường Lê Lợi.</p>"
    ),
}
