"""Starting the program, signing in, measuring. Everything stays on 127.0.0.1 and ends with the benchmark."""

import http.client
import json
import os
import resource
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "regulars"
LOGIN, PASSWORD = "bench", "green tea in early spring"


def row(name, ours, floor=None, ratio=None, goal=""):
    """Prints one line of the report."""
    print(f"{name:<46} {ours:>16} {floor or '':>16} {ratio or '':>9}  {goal}", flush=True)


def head(title):
    print(f"\n{title}\n{'-' * len(title)}", flush=True)
    row("", "regulars", "floor", "ratio", "goal")


@contextmanager
def folder(where=None):
    path = Path(tempfile.mkdtemp(prefix="regulars-bench.", dir=where))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def run(*args, **kwargs):
    """Runs the program to its end; returns its standard output."""
    done = subprocess.run([str(PROGRAM), *map(str, args)], check=True, stdout=subprocess.PIPE, text=True, **kwargs)
    return done.stdout


def timed(command, refused=False, **kwargs):
    """Runs a command; returns (seconds, peak memory in MB) of that process alone. Code 5 says that rows were refused."""
    start = time.monotonic()
    process = subprocess.Popen(command, **kwargs)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 and not (refused and process.returncode == 5):
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The program serving on a port of its own."""

    def __init__(self, data_dir, database=None, log="warn"):
        self.port = free_port()
        self.log = log
        self.args = ["--data-dir", str(data_dir)] + (["--database-url", database] if database else [])
        self.cookie = None

    def __enter__(self):
        start = time.monotonic()
        self.process = subprocess.Popen(
            [str(PROGRAM), *self.args, "--listen", f"127.0.0.1:{self.port}", "--log", self.log, "serve"],
            stdout=subprocess.DEVNULL,
        )
        while True:
            try:
                if self.ask("GET", "/readyz")[0] == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - start > 120:
                raise RuntimeError("the server did not become ready")
            time.sleep(0.01)
        self.ready = time.monotonic() - start
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, method, path, body=None, headers=None, connection=None):
        connection = connection or self.connection()
        headers = dict(headers or {})
        if self.cookie:
            headers["Cookie"] = self.cookie
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer

    def sign_in(self):
        status, body, answer = self.ask("POST", "/api/v1/session", {"login": LOGIN, "password": PASSWORD})
        if status != 200:
            raise RuntimeError(f"sign-in answered {status}: {body[:200]!r}")
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        self.csrf = json.loads(body)["csrf"]

    def memory(self):
        """Resident memory in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")


def account(data_dir, database=None):
    """Adds the owner that the benchmark signs in as."""
    args = ["--data-dir", str(data_dir)] + (["--database-url", database] if database else [])
    subprocess.run(
        [str(PROGRAM), *args, "user", "add", LOGIN, "--role", "owner"],
        input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL,
    )


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def demo(data_dir, customers, *more, database=None):
    args = ["--data-dir", str(data_dir)] + (["--database-url", database] if database else [])
    return run(*args, "--json", "demo", "--plain", "--no-serve", "--customers", customers, *more)


def limit_files():
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
