/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-reader-private.h"
#include "loft-text.h"

#define MAX_NAME 200

static const struct {
  const char *name;
  LoftAttendeeRole role;
} roles[] = {
  { "REQ-PARTICIPANT", LOFT_ROLE_REQUIRED },
  { "OPT-PARTICIPANT", LOFT_ROLE_OPTIONAL },
  { "CHAIR", LOFT_ROLE_CHAIR },
  { "NON-PARTICIPANT", LOFT_ROLE_NON_PARTICIPANT },
};

static const struct {
  const char *name;
  LoftCutype cutype;
} cutypes[] = {
  { "INDIVIDUAL", LOFT_CUTYPE_INDIVIDUAL }, { "GROUP", LOFT_CUTYPE_GROUP },
  { "RESOURCE", LOFT_CUTYPE_RESOURCE },     { "ROOM", LOFT_CUTYPE_ROOM },
  { "UNKNOWN", LOFT_CUTYPE_UNKNOWN },
};

static LoftAttendeeRole
read_role (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_ascii_strcasecmp (roles[i].name, name) == 0)
      return roles[i].role;
  return LOFT_ROLE_REQUIRED;
}

static LoftCutype
read_cutype (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (cutypes); i++)
    if (g_ascii_strcasecmp (cutypes[i].name, name) == 0)
      return cutypes[i].cutype;
  return LOFT_CUTYPE_UNKNOWN;
}

const char *
loft_ical_role_to_name (LoftAttendeeRole role)
{
  return role < G_N_ELEMENTS (roles) ? roles[role].name : roles[0].name;
}

const char *
loft_ical_cutype_to_name (LoftCutype cutype)
{
  return cutype < G_N_ELEMENTS (cutypes) ? cutypes[cutype].name : cutypes[0].name;
}

char *
loft_ical_address_read (const char *uri)
{
  g_autofree char *text = g_strstrip (loft_text_to_utf8 (uri, -1));
  g_autofree char *address = NULL;

  if (g_ascii_strncasecmp (text, "mailto:", 7) != 0)
    return loft_text_one_line (text, MAX_NAME);
  address = g_uri_unescape_string (text + 7, "/");
  if (address == NULL || !g_utf8_validate (address, -1, NULL))
    return loft_text_one_line (text + 7, MAX_NAME);
  return loft_text_one_line (address, MAX_NAME);
}

static char *
read_name (LoftContentProperty *property)
{
  g_autofree char *name = loft_content_property_dup_parameter (property, "CN");
  g_autofree char *valid = loft_text_to_utf8 (name, -1);

  return loft_text_one_line (valid, MAX_NAME);
}

static char *
read_address (LoftContentProperty *property)
{
  const char *value = loft_content_property_get_value (property);
  g_autofree char *email = loft_content_property_dup_parameter (property, "EMAIL");

  /* CalDAV servers name their people by paths or urn:uuid; the address is beside (RFC 7986 6.2). */
  if (g_ascii_strncasecmp (value, "mailto:", 7) != 0 && email != NULL &&
      strchr (email, '@') != NULL)
    return loft_ical_address_read (email);
  return loft_ical_address_read (value);
}

LoftAttendee *
loft_ical_attendee_read (LoftContentProperty *property)
{
  g_autofree char *address = read_address (property);
  g_autofree char *name = read_name (property);
  g_autofree char *sent_by = loft_content_property_dup_parameter (property, "SENT-BY");
  g_autofree char *partstat = loft_content_property_dup_parameter (property, "PARTSTAT");
  g_autofree char *role = loft_content_property_dup_parameter (property, "ROLE");
  g_autofree char *cutype = loft_content_property_dup_parameter (property, "CUTYPE");
  g_autofree char *rsvp = loft_content_property_dup_parameter (property, "RSVP");
  LoftAttendee *self = loft_attendee_new (address, name);

  if (sent_by != NULL)
    {
      g_free (self->sent_by);
      self->sent_by = loft_ical_address_read (sent_by);
    }
  self->partstat = loft_partstat_from_name (partstat != NULL ? partstat : "");
  self->role = read_role (role != NULL ? role : "");
  self->cutype = cutype != NULL ? read_cutype (cutype) : LOFT_CUTYPE_INDIVIDUAL;
  self->rsvp = rsvp != NULL && g_ascii_strcasecmp (rsvp, "TRUE") == 0;
  return self;
}
