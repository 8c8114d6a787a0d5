"""A publisher on this machine whose nights go as they are told.

    publisher.py FOLDER [PORT]

/NAME answers with the bytes of FOLDER/NAME.csv, whose time of change is its
Last-Modified, in the manner that FOLDER/NAME.manner says (a file with one word; none:
good). The port is written to FOLDER/port, each request to FOLDER/asked.
"""
import email.utils
import hashlib
import http.server
import os
import sys

PAGE = "<!DOCTYPE html><html lang=\"es\"><title>Sitio en mantenimiento</title></html>"


class Publisher(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    visits = {}  # how often each name was asked for, in this manner

    def log_message(self, *ignored):
        pass

    def answer(self, status, body=b"", cut=None, **headers):
        """cut: so many bytes of the body are sent, then the line goes dead."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body[:cut])
        self.close_connection |= cut is not None

    def good(self, body, when, cut=None, again_cut=False):
        etag = '"' + hashlib.md5(body).hexdigest() + '"'
        said = {"ETag": etag, "Last_Modified": email.utils.formatdate(when, usegmt=True)}
        part = self.headers.get("Range")
        if self.headers.get("If-None-Match") == etag:
            self.answer(304, **said)
        elif part and self.headers.get("If-Range") == etag:
            at = int(part[len("bytes="):-1])
            where = f"bytes {at}-{len(body) - 1}/{len(body)}"
            again = (len(body) - at) // 2 if cut and again_cut else None
            self.answer(206, body[at:], again, Content_Range=where, **said)
        else:
            self.answer(200, body, cut, Content_Type="text/csv", **said)

    def do_GET(self):
        name = self.path.strip("/")
        manner = "good"
        if os.path.exists(name + ".manner"):
            manner = open(name + ".manner").read().strip()
        visit = self.visits[name, manner] = self.visits.get((name, manner), 0) + 1
        body = open(name + ".csv", "rb").read()
        when = os.stat(name + ".csv").st_mtime
        with open("asked", "a") as asked:
            asked.write(f"{name} {manner} {self.headers.get('Range', '-')}\n")
        if manner == "throttled" and visit % 3 == 1:
            self.answer(429, b"", Retry_After="1")
        elif manner == "throttled" and visit % 3 == 2:
            self.answer(503, b"", Retry_After="0")
        elif manner == "busy":
            self.answer(503, b"", Retry_After="0")
        elif manner == "sulking":
            self.answer(429, b"", Retry_After="7200")
        elif manner == "unmeasured":  # no length, and two thirds of the lines
            lines = body.splitlines(keepends=True)
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"".join(lines[:len(lines) * 2 // 3]))
            self.close_connection = True
        elif manner in ("hiccup", "dying"):
            self.good(body, when, len(body) // 2, manner == "dying")
        elif manner == "page":
            self.answer(200, PAGE.encode(), Content_Type="text/html")
        elif manner == "gone":
            self.answer(404, PAGE.encode(), Content_Type="text/html")
        else:
            self.good(body, when)


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Publisher)
    with open("port.new", "w") as out:
        out.write(str(server.server_port))
    os.rename("port.new", "port")
    server.serve_forever()
