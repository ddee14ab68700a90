#!/usr/bin/python3
"""A real SMTP server (Debian's python3-aiosmtpd) on loopback, with STARTTLS and a password.

smtp_server.py FOLDER: the certificate is in FOLDER/cert.pem and key.pem. Prints its port. What it
does with a mail is the word in FOLDER/mode, read anew for each: accept; refuse (550); later (451);
hang (no answer to what was sent); hold (keeps the mail, then no answer); die (ends the connection
in the middle of a mail). Mails that it takes are FOLDER/mail/N.eml, N.rcpt whom they are for.
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
os.makedirs(f"{folder}/mail", exist_ok=True)


def mode():
    with open(f"{folder}/mode", encoding="ascii") as file:
        return file.read().strip()


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode() == "refuse":
            return f"550 5.1.1 <{address}> unknown \x01<b>here</b>"
        if mode() == "later":
            return "451 4.7.1 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if mode() == "hang":
            await asyncio.sleep(3600)
        Handler.count += 1
        name = f"{folder}/mail/{Handler.count:03}"
        with open(f"{name}.rcpt", "w", encoding="utf-8") as file:
            file.write("\n".join(envelope.rcpt_tos))
        with open(f"{name}.part", "wb") as file:
            file.write(envelope.content)
        os.rename(f"{name}.part", f"{name}.eml")
        if mode() == "hold":
            await asyncio.sleep(3600)
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if mode() == "die":
            await self.push("354 Go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"rostrum" and data.password == b"planted secret")


class LoopbackController(Controller):
    def factory(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
        return Server(
            self.handler,
            tls_context=context,
            require_starttls=True,
            authenticator=authenticate,
            auth_required=True,
            enable_SMTPUTF8=True,
        )


controller = LoopbackController(Handler(), hostname="127.0.0.1", port=int(sys.argv[2]))
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
