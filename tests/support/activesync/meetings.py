# SPDX-License-Identifier: GPL-3.0-or-later
"""Meetings of the fake server: what it mails for an organizer of 16.x, what an invitation puts into a
calendar, MeetingResponse (MS-ASCMD), and who is free when."""
import re

import mime as mail
from shapes import property_of
from wbxml import make
from world import CALENDAR, DELETED, INBOX, format_compact, parse_date

ANSWERS = {1: ("ACCEPTED", "Accepted", 3), 2: ("TENTATIVE", "Tentative", 2), 3: ("DECLINED", "Declined", 4)}


def attendees_of(item):
    return [each.get("Email") for each in item.data.all("Calendar:Attendees/Attendee")]


def make_ical(method, uid, start, end, subject, organizer, people):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Loft//fake ActiveSync//EN", f"METHOD:{method}",
             "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{start}", f"DTSTART:{start}", f"DTEND:{end}",
             f"SUMMARY:{subject}", f"ORGANIZER:mailto:{organizer}", *people, "END:VEVENT", "END:VCALENDAR",
             ""]
    return "\r\n".join(lines)


def with_calendar(fields, text, method, ical):
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return (f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="=="\r\n\r\n--==\r\n'
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--==\r\n"
            f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{ical}--==--\r\n").encode()


def mail_meeting(box, item, method, organizer, to, people, subject):
    start, end = item.get("Calendar:StartTime", ""), item.get("Calendar:EndTime", "")
    ical = make_ical(method, item.get("Calendar:UID"), start, end, item.get("Calendar:Subject", ""),
                     organizer, people)
    fields = [("From", box.address), ("To", ", ".join(to)), ("Subject", subject)]
    box.world.deliver(box.name, to, with_calendar(fields, subject, method, ical))


def invite(box, item, method):
    """16.x: the server mails when the organizer saves or deletes a meeting."""
    people = attendees_of(item)
    if not people or item.get("Calendar:MeetingStatus") not in ("1", "5"):
        return
    title = item.get("Calendar:Subject", "")
    mail_meeting(box, item, method, box.address, people, [f"ATTENDEE:mailto:{each}" for each in people],
                 title if method == "REQUEST" else f"Canceled: {title}")


def find_event(box, uid):
    for folder in box.folders.values():
        for item in folder.items.values():
            if item.kind == "Calendar" and item.get("Calendar:UID") == uid:
                return folder, item
    return None, None


def arrive(box, mime):
    """An invitation is in the calendar, tentatively, as soon as it is in the Inbox."""
    method, text = mail.calendar_part(mime)
    uid = property_of(text, "UID")
    if method == "REQUEST" and uid and parse_date(property_of(text, "DTSTART")) is not None:
        folder, item = find_event(box, uid)
        if item is None:
            folder = box.find_folder(CALENDAR)
            item = box.add(folder)
        fields = {"UID": uid, "Subject": property_of(text, "SUMMARY") or "", "AllDayEvent": 0,
                  "StartTime": format_compact(parse_date(property_of(text, "DTSTART"))),
                  "EndTime": format_compact(parse_date(property_of(text, "DTEND")
                                                       or property_of(text, "DTSTART"))),
                  "BusyStatus": 1, "MeetingStatus": 3, "ResponseType": 5,
                  "OrganizerEmail": re.sub("(?i)mailto:", "", property_of(text, "ORGANIZER") or "")}
        for name, value in fields.items():
            item.put(make(f"Calendar:{name}", value))
        item.version += 1


def note_answer(folder, event, answer, instance):
    """What is declined is not there any more."""
    from sync import change_instance  # which stands on this module
    number = ANSWERS[answer][2]
    if instance is not None:
        when = format_compact(parse_date(instance))
        change_instance(event, when, None if answer == 3 else
                        make("AirSync:ApplicationData", ("Calendar:ResponseType", number)))
    elif answer == 3:
        del folder.items[event.id]
    else:
        event.put(make("Calendar:ResponseType", number))
        event.put(make("Calendar:BusyStatus", 2 if answer == 1 else 1))
        event.version += 1


def mail_answer(box, event, answer, instance):
    word, title, _ = ANSWERS[answer]
    organizer = event.get("Calendar:OrganizerEmail", "")
    which = [f"RECURRENCE-ID:{format_compact(parse_date(instance))}"] if instance is not None else []
    mail_meeting(box, event, "REPLY", organizer, [organizer],
                 which + [f"ATTENDEE;PARTSTAT={word}:mailto:{box.address}"],
                 f"{title}: " + event.get("Calendar:Subject", ""))


def respond_one(session, element):
    box, request = session.box, element.get("RequestId") or ""
    answer = int(element.get("UserResponse") or 0)
    instance = element.get("InstanceId")
    folder, item = box.find(request)
    if answer not in ANSWERS or element.get("CollectionId") is None:
        return make("MeetingResponse:Result", ("RequestId", request), ("Status", 2))
    if item is None or folder.id != element.get("CollectionId"):
        return make("MeetingResponse:Result", ("RequestId", request), ("Status", 2))
    event_folder, event = (folder, item) if item.kind == "Calendar" else find_event(
        box, property_of(mail.calendar_part(item.mime)[1], "UID"))
    if event is None or item.kind == "Calendar" and session.version < 14.1:
        return make("MeetingResponse:Result", ("RequestId", request), ("Status", 2))
    if element.find("SendResponse") is not None and session.version >= 16.0:
        mail_answer(box, event, answer, instance)
    if item.mime is not None:
        box.move(item, folder, box.find_folder(DELETED))
    note_answer(event_folder, event, answer, instance)
    box.world.changed()
    return make("MeetingResponse:Result", ("RequestId", request), ("Status", 1),
                ("CalendarId", event.id) if answer != 3 else None)


def meeting_response(session, root):
    return make("MeetingResponse:MeetingResponse", *(respond_one(session, each)
                                                     for each in root.all("Request")))


def merged_free_busy(box, start, end):
    """A digit for each half hour: 0 free, 1 tentative, 2 busy, 3 away; the strongest in it. Series are
    taken at their first occurrence only."""
    slots = [0] * max(1, -(-int(end - start) // 1800))
    for folder in box.folders.values():
        for item in folder.items.values():
            first, last = parse_date(item.get("Calendar:StartTime")), parse_date(item.get("Calendar:EndTime"))
            if item.kind != "Calendar" or first is None or last is None:
                continue
            busy = {"0": 0, "1": 1, "3": 3}.get(item.get("Calendar:BusyStatus", "2"), 2)
            for number in range(len(slots)):
                slot = start + number * 1800
                if first < slot + 1800 and last > slot:
                    slots[number] = max(slots[number], busy)
    return "".join(map(str, slots))


__all__ = ["INBOX", "invite", "arrive", "meeting_response", "merged_free_busy"]
