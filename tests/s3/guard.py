"""Stands before a server that does not check signatures: lets through what is signed as
AWS Signature Version 4 says and holds the bytes that its hash names.

guard.py PORT SERVER_PORT KEY_ID SECRET"""
import hashlib
import hmac
import http.client
import http.server
import sys
import urllib.parse

PORT, SERVER, KEY, SECRET = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]


def mac(key, words):
    return hmac.new(key, words.encode(), hashlib.sha256).digest()


def signature(method, path, headers, signed, scope, when):
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in signed)
    address = urllib.parse.urlsplit(path)
    request = "\n".join([method, urllib.parse.quote(address.path, safe="/-_.~"), address.query,
                         lines, ";".join(signed), headers["x-amz-content-sha256"]])
    day, region, service, end = scope.split("/")
    key = ("AWS4" + SECRET).encode()
    for word in (day, region, service, end):
        key = mac(key, word)
    text = "\n".join(["AWS4-HMAC-SHA256", when, scope, hashlib.sha256(request.encode()).hexdigest()])
    return mac(key, text).hex()


class Guard(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def refuse(self, code):
        body = f"<Error><Code>{code}</Code></Error>".encode()
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def fault(self, body):
        kind, _, rest = self.headers.get("Authorization", "").partition(" ")
        said = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if kind != "AWS4-HMAC-SHA256" or len(said) != 3:
            return "AccessDenied"
        key, scope = said["Credential"].split("/", 1)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if key != KEY:
            return "InvalidAccessKeyId"
        if hashlib.sha256(body).hexdigest() != headers.get("x-amz-content-sha256"):
            return "XAmzContentSHA256Mismatch"
        signed = said["SignedHeaders"].split(";")
        must = {"host"} | {name for name in headers if name.startswith("x-amz-")}
        if not must <= set(signed):
            return "AccessDenied"
        good = signature(self.command, self.path, headers, signed, scope, headers["x-amz-date"])
        return None if hmac.compare_digest(good, said["Signature"]) else "SignatureDoesNotMatch"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.fault(body)
        if fault:
            return self.refuse(fault)
        server = http.client.HTTPConnection("127.0.0.1", SERVER)
        server.request(self.command, self.path, body or None, dict(self.headers.items()))
        answer = server.getresponse()
        got = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(got))
        if answer.status != 204:
            self.send_header("Content-Length", length or "0")
        self.end_headers()
        self.wfile.write(got)
        server.close()

    do_GET = do_PUT = do_HEAD = do_DELETE = pass_on


http.server.ThreadingHTTPServer.daemon_threads = True
http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Guard).serve_forever()
