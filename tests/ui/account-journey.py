#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Setting up accounts in the real program, on an internet of the test's own.

usage: account-journey.py LOFT SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

Runs inside tests/support/run-in-namespace.sh and run-in-display.sh. Each step begins with a
profile of its own; a picture of every page is left in PICTURES. The pages that nobody changes often,
and all looks, are walked through with LOFT_TEST_SOAK=1 only.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from account_world import World, read_ports  # noqa: E402
from journey import BUTTONS, FIELDS, Loft, run  # noqa: E402

FIRST = "Budget for the spring fair"
PASSWORD = "alice-secret"
RIGHT_TO_LEFT = {"LOFT_TEST_RIGHT_TO_LEFT": "1"}
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}


def make_world(script, sample, folder):
    os.environ["SERVER_NAMES"] = "imap.example.test mail.hoster.test imap.records.test"
    subprocess.run([script, "start", folder], check=True,
                   env={**os.environ, "WATCH_PID": str(os.getpid())})
    ports = read_ports(folder)
    run(sample, "--demo", "--count=24", "--seed=7", f"{ports['MAIL_HOME']}/alice/Maildir")
    run(script, "adopt", folder)
    ca = pathlib.Path(ports["CA_FILE"])
    os.environ["LOFT_TEST_CA_FILE"] = str(ca)
    world = World(folder, ca.parent, int(ports["IMAPS_PORT"]))
    fill(world, int(ports["IMAP_PORT"]))
    world.add_host("autodiscover.corp.test")
    world.add_host("mail.hoster.test")
    world.open()
    world.start_exchange("corp.test", "mail.hoster.test")
    world.install_browser()
    return world


def fill(world, plain_port):
    world.add_settings("example.test", "imap.example.test")
    world.add_srv("_imaps._tcp.records.test", "imap.records.test", world.imap_port)
    world.add_dav("records.test", "dav.records.test", "alice@records.test", PASSWORD)
    # The domain's file names its hoster, as cPanel's does.
    world.add_settings("cpanel.test", "mail.hoster.test")
    # The domain's own host, but the certificate is for another name.
    world.add_settings("expired.test", "imap.expired.test")
    world.add_settings("plain.test", "imap.plain.test", plain_port, "plain")
    world.add_settings("oauth.test", "imap.oauth.test", 1993)
    world.add_issuer("login.oauth.test")
    world.add_page("autoconfig.html.test", "/mail/config-v1.1.xml",
                   "<!DOCTYPE html><html><body>Welcome</body></html>")
    world.add_page("autoconfig.loop.test", "/mail/config-v1.1.xml",
                   (302, "Location", "https://autoconfig.loop.test/mail/config-v1.1.xml"))
    world.add_page("autoconfig.entity.test", "/mail/config-v1.1.xml",
                   '<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><clientConfig>&b;'
                   "</clientConfig>")
    # Mail by a provider that Loft knows.
    world.add_mx("custom.test", "in1-smtp.messagingengine.com")


class Journey:
    def __init__(self, command, world, pictures):
        self.command, self.world = command, world
        self.pictures = pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.profiles = tempfile.mkdtemp(prefix="loft-accounts-")
        self.n_profiles = self.n_pictures = 0
        self.loft, self.profile, self.look = None, None, ""

    def picture(self, name):
        if "LOFT_TEST_SANITIZED" in os.environ and not name.startswith("failed"):
            return
        self.n_pictures += 1
        time.sleep(0.4)  # for the last frame: a picture is for people, no test waits for it
        width, height = self.loft.size
        subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+0+0", "+repage",
                        str(self.pictures / f"{self.n_pictures:02d}-{name}{self.look}.png")],
                       check=True)

    def begin(self, width=1400, height=860, environment=None, look="",
              arguments=()):
        if self.loft:
            self.loft.close()
        self.n_profiles += 1
        self.look = look
        self.profile = pathlib.Path(self.profiles, str(self.n_profiles))
        self.loft = Loft(self.command, self.profile, width, height, environment, "", arguments)
        self.loft.move_to_corner()
        self.loft.says("Welcome to Loft")

    def give_up(self, name):
        """The next step begins anew."""
        if not self.loft:
            return
        for line in self.loft.last_words():
            print(f"# {line}")
        self.picture(f"failed-{name}")
        self.loft.process.kill()
        self.loft.process.wait()
        self.loft = None

    def give(self, address, password=PASSWORD):
        self.loft.fill("Your Name", "Alice Lindqvist")
        self.loft.fill("Email Address", address)
        self.loft.fill("Password", password)
        self.loft.press("Continue")

    def keep(self):
        self.loft.says("could not be put into the keyring")
        self.loft.press("Keep in a File")

    # Steps

    def by_address(self):
        self.begin()
        self.picture("first-start")
        self.give("alice@example.test", "not-the-password")
        self.loft.says("did not accept user name and password")
        self.picture("wrong-password")
        self.loft.fill("Password", PASSWORD)
        self.loft.press("Continue")
        self.keep()
        self.loft.row(FIRST)
        self.loft.says("Updated")
        settings = (self.profile / "accounts.ini").read_text()
        assert "host=imap.example.test" in settings, settings
        # The whole address is what was tried first.
        assert "user=alice@example.test" in settings, settings
        assert "outgoing-host=smtp.example.test" in settings, settings

    def second_account(self):
        """While the first is there; then both in the preferences."""
        loft = self.loft
        loft.keys("F10")
        loft.says("Add Account")
        loft.keys("Escape")
        loft.keys("ctrl+comma")
        loft.says("Message List")
        loft.turn_to("Accounts")
        loft.says("alice@example.test")
        self.picture("preferences")
        loft.press("Add Account…")
        self.give("alice@records.test")
        loft.press("Add Account")
        self.keep()
        loft.says("alice@records.test")
        self.picture("two-accounts")
        loft.press("Move alice@records.test Up")
        loft.wait("the order in the file", lambda: (self.profile / "accounts.ini").read_text()
                  .index("alice@records.test") <
                  (self.profile / "accounts.ini").read_text().index("alice@example.test"))
        loft.click(loft.says("imap.records.test"))
        loft.says("Account Name")
        self.picture("editor")
        loft.fill("Account Name", "Records")
        loft.press("Save")
        loft.says("alice@records.test · imap.records.test")
        assert "name=Records" in (self.profile / "accounts.ini").read_text()
        loft.keys("Escape")
        loft.says_no_more("Move alice@example.test Up")

    def foreign_host(self):
        self.begin()
        self.give("alice@cpanel.test")
        self.loft.says("mail.hoster.test is not part of cpanel.test")
        self.picture("foreign-host")
        self.loft.press("Agree and Sign In")
        self.keep()
        self.loft.row(FIRST)

    def with_calendar(self):
        """What the domain has beside mail is found, and set up with it."""
        self.begin()
        loft = self.loft
        self.give("alice@records.test")
        loft.says("Calendar and Contacts")
        loft.says("dav.records.test")
        self.picture("calendar-and-contacts")
        loft.press("Add Account")
        self.keep()
        loft.row(FIRST)
        loft.wait("the calendars in the file",
                  lambda: "kind=dav" in (self.profile / "accounts.ini").read_text())
        loft.wait("the list of calendars", lambda: "/cal/fair/" in self.world.dav_users)

    def exchange(self):
        """Its place is told of in clear text, proves its name, and hears of the password after a yes."""
        self.begin()
        loft = self.loft
        self.give("alice@corp.test")
        loft.says("mail.hoster.test is not part of corp.test")
        loft.says("Named by autodiscover.corp.test, without protection")
        self.picture("exchange-place")
        loft.press("Agree and Sign In")
        self.keep()
        loft.row("Rooms for the fair")
        self.picture("exchange")
        settings = (self.profile / "accounts.ini").read_text()
        assert "kind=eas" in settings, settings
        assert "user=alice@corp.test" in settings, settings

    def bad_certificate(self):
        self.begin()
        self.give("alice@expired.test")
        self.loft.says("Is This Really imap.expired.test?")
        self.picture("certificate")
        self.loft.press("Trust This Certificate")
        self.keep()
        self.loft.row(FIRST)

    def plain_text(self):
        self.begin()
        self.give("alice@plain.test")
        self.loft.says("imap.plain.test offers no encryption")
        self.picture("plain-text")
        self.loft.press("Back")
        self.loft.find(FIELDS, "Password")

    def known_by_mail_host(self):
        """A domain whose mail a provider of the table receives: its app password is told of."""
        self.begin()
        self.give("alice@custom.test")
        self.loft.says("receives mail for this domain")
        self.loft.says("wants a password made for this program")
        self.picture("provider-by-mail-host")

    def steps(self):
        """Nobody answers: it is said who is asked, and given up when the person says so."""
        self.begin()
        self.give("alice@silent.test")
        self.loft.says("Settings published by silent.test")
        self.picture("steps")
        self.loft.press("Cancel")
        self.loft.says("Welcome to Loft")
        assert self.loft.field("Email Address") == "alice@silent.test"

    def nothing_found(self):
        for domain in ("html.test", "loop.test", "entity.test", "nowhere.test"):
            self.begin()
            self.give(f"alice@{domain}")
            self.loft.says(f"No server was found for {domain}")
            self.loft.find(FIELDS, "Server Name")
        self.picture("nothing-found")

    def browser(self):
        self.begin()
        loft = self.loft
        loft.fill("Email Address", "bob@oauth.test")
        loft.fill("Password", "unused")
        self.fill_in_browser("imap.oauth.test")
        self.picture("browser")
        loft.press("Sign In")
        self.keep()
        loft.says("Inbox")
        assert "user=bob@oauth.test" in self.world.imap_users, self.world.imap_users
        assert "token-1" not in (self.profile / "accounts.ini").read_text()

    def fill_in_browser(self, host):
        """The fields of a sign-in by the browser, as if by hand."""
        loft = self.loft
        loft.press("Set Up by Hand")
        loft.fill("Server Name", host)
        loft.fill("Port", "1993")
        loft.click(loft.scroll_to(loft.says("Sign-in")))
        loft.keys("Down", "Return")
        loft.fill("Client ID", "mine")
        loft.fill("Address to Sign In", "https://login.oauth.test/authorize")
        loft.fill("Address for Tokens", "https://login.oauth.test/token")

    def looks(self, width, height, environment, look):
        """Every page once; set-up by address comes to its end."""
        self.begin(width, height, environment, look, ["--offline"])
        self.give("alice@cpanel.test")
        self.loft.says("Loft is working offline")
        self.picture("offline")
        self.begin(width, height, environment, look)
        loft = self.loft
        self.picture("first-start")
        loft.fill("Email Address", "alice.a.very.long.name.indeed@gmail.com")
        loft.says("wants a password made for this program")
        self.picture("known-provider")
        self.give("alice")
        loft.says("looks like name@example.org")
        self.picture("no-domain")
        self.give("alice@cpanel.test")
        loft.says("mail.hoster.test is not part of cpanel.test")
        self.picture("foreign-host")
        self.fill_in_browser("imap.oauth.test")
        self.picture("browser")
        loft.press("Back")
        self.give("alice@plain.test")
        loft.says("imap.plain.test offers no encryption")
        self.picture("plain-text")
        loft.press("Back")
        self.give("alice@html.test")
        loft.says("No server was found for html.test")
        self.picture("nothing-found")
        loft.press("Back")
        self.give("alice@expired.test")
        loft.says("Is This Really imap.expired.test?")
        self.picture("certificate")
        loft.press("Back")
        self.give("alice@example.test", "not-the-password")
        loft.says("did not accept user name and password")
        self.picture("wrong-password")
        loft.fill("Password", PASSWORD)
        loft.press("Continue")
        self.keep()
        loft.row(FIRST)
        loft.says("Updated" if width > 600 else FIRST)
        self.picture("set-up")

    def narrow(self):
        self.looks(360, 640, {}, "-360")

    def dark(self):
        self.looks(1400, 860, DARK, "-dark")

    def right_to_left(self):
        self.looks(1400, 860, RIGHT_TO_LEFT, "-rtl")

    def right_to_left_dark_and_narrow(self):
        self.looks(360, 640, {**RIGHT_TO_LEFT, **DARK}, "-rtl-dark-360")

    def end(self):
        self.loft.close()


def main(command, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    folder = tempfile.mkdtemp(prefix="loft-accounts-server-")
    os.chmod(folder, 0o755)
    journey = Journey(command, make_world(script, sample, folder), pictures)
    steps = [journey.by_address, journey.with_calendar, journey.foreign_host, journey.exchange,
             journey.browser, journey.end]
    if os.environ.get("LOFT_TEST_SOAK"):
        steps[1:1] = [journey.second_account]
        steps[-1:-1] = [journey.bad_certificate, journey.plain_text, journey.known_by_mail_host,
                        journey.steps, journey.nothing_found, journey.narrow, journey.dark,
                        journey.right_to_left, journey.right_to_left_dark_and_narrow]
    print(f"1..{len(steps)}", flush=True)
    n_failed = 0
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /accounts/{step.__name__} # {time.monotonic() - start:.1f} s",
                      flush=True)
            except Exception:
                n_failed += 1
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /accounts/{step.__name__}", flush=True)
                journey.give_up(step.__name__)
    finally:
        if journey.loft and journey.loft.process.poll() is None:
            journey.loft.process.kill()
        subprocess.run([script, "remove", folder], check=False)
        subprocess.run(["rm", "-rf", journey.profiles], check=False)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
