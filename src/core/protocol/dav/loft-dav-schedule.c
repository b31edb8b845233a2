/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-schedule.h"

#include <string.h>

#include "loft-dav-xml.h"
#include "loft-error.h"
#include "loft-text.h"

#define MAX_PEOPLE 1000
#define MAX_WORDS  200

static void
scheduled_free (LoftDavScheduled *self)
{
  g_free (self->address);
  g_free (self->text);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

/* The href that it holds; some servers write the address alone. */
static char *
read_address (const LoftDavElement *response)
{
  const LoftDavElement *recipient =
    loft_dav_element_find (response, LOFT_DAV_NS_CALDAV, "recipient");
  g_autofree char *uri = loft_dav_element_dup_text (recipient, LOFT_DAV_NS_DAV, "href");
  char *address = NULL;

  if (uri == NULL)
    uri = loft_dav_element_dup_text (response, LOFT_DAV_NS_CALDAV, "recipient");
  if (uri == NULL)
    return NULL;
  if (g_ascii_strncasecmp (uri, "mailto:", 7) == 0)
    address = g_uri_unescape_string (uri + 7, NULL);
  return address != NULL ? address : g_steal_pointer (&uri);
}

/* "2.0;Success", "3.7;Invalid calendar user" (RFC 5546 3.6). */
static guint
read_status (const char *text)
{
  guint status = 0, n = 0;

  for (const char *at = text; n < 3 && g_ascii_isdigit (*at); n++)
    {
      status = status * 10 + (guint) (*at - '0');
      at++;
      at += *at == '.' ? 1 : 0;
    }
  for (; status != 0 && n < 3; n++)
    status *= 10;
  return status;
}

static LoftDavScheduled *
read_response (const LoftDavElement *response)
{
  g_autofree char *address = read_address (response);
  g_autofree char *status =
    loft_dav_element_dup_text (response, LOFT_DAV_NS_CALDAV, "request-status");
  char *data = loft_dav_element_dup_text (response, LOFT_DAV_NS_CALDAV, "calendar-data");
  LoftDavScheduled *self;

  if (address == NULL)
    {
      g_free (data);
      return NULL;
    }
  self = g_new0 (LoftDavScheduled, 1);
  self->address = g_steal_pointer (&address);
  self->status = status != NULL ? read_status (status) : 0;
  self->text = status != NULL ? loft_text_one_line (status, MAX_WORDS) : NULL;
  self->data = data != NULL ? g_bytes_new_take (data, strlen (data)) : NULL;
  return self;
}

GPtrArray *
loft_dav_schedule_read (GBytes *body, GError **error)
{
  g_autoptr (LoftDavElement) root = loft_dav_xml_read (body, error);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func ((GDestroyNotify) scheduled_free);

  if (root == NULL)
    return NULL;
  if (!loft_dav_element_is (root, LOFT_DAV_NS_CALDAV, "schedule-response"))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "The answer is none of a scheduling outbox");
      return NULL;
    }
  for (guint i = 0; i < loft_dav_element_get_n_children (root) && people->len < MAX_PEOPLE; i++)
    {
      const LoftDavElement *child = loft_dav_element_get_child (root, i);
      LoftDavScheduled *scheduled =
        loft_dav_element_is (child, LOFT_DAV_NS_CALDAV, "response") ? read_response (child) : NULL;

      if (scheduled != NULL)
        g_ptr_array_add (people, scheduled);
    }
  return g_steal_pointer (&people);
}

/* RFC 5546 3.6, RFC 6638 7 */
const char *
loft_dav_schedule_explain (const LoftDavScheduled *self)
{
  if (self->status / 100 == 2 || (self->status == 0 && self->data != NULL))
    return self->data != NULL ? NULL : "The server tells nothing of them";
  switch (self->status)
    {
    case 370:
      return "The server does not know this person";
    case 380:
      return "You may not see when this person has time";
    case 510:
    case 530:
      return "Their own server cannot be reached";
    case 520:
      return "Their own server does not tell";
    default:
      return "The server does not tell when this person has time";
    }
}
