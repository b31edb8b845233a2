/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-failure.h"

#include <string.h>

#include "loft-dav-xml.h"
#include "loft-error.h"
#include "loft-text.h"

#define MAX_CONDITION 100

/* RFC 4918 16, 4791 5.3.2.1, 6352 6.3.2.1, 3744, 4331, 6578 3.2, 6638: what stands for more than its
 * status. */
static const struct {
  const char *condition;
  int code;
  const char *sentence;
} conditions[] = {
  { "need-privileges", LOFT_ERROR_REFUSED, "you may not do this there" },
  { "cannot-modify-protected-property", LOFT_ERROR_REFUSED, "this may not be changed" },
  { "no-uid-conflict", LOFT_ERROR_CONFLICT, "the same item is there already, by another name" },
  { "unique-scheduling-object-resource", LOFT_ERROR_CONFLICT,
    "the same item is in another calendar already" },
  { "quota-not-exceeded", LOFT_ERROR_FULL, "there is no room left" },
  { "sufficient-disk-space", LOFT_ERROR_FULL, "the server's disk is full" },
  { "max-resource-size", LOFT_ERROR_LIMIT, "it is too large for the server" },
  { "max-instances", LOFT_ERROR_LIMIT, "it recurs too often for the server" },
  { "max-attendees-per-instance", LOFT_ERROR_LIMIT, "too many people take part for the server" },
  { "max-attachments-per-resource", LOFT_ERROR_LIMIT,
    "it has too many attachments for the server" },
  { "min-date-time", LOFT_ERROR_LIMIT, "its date is too early for the server" },
  { "max-date-time", LOFT_ERROR_LIMIT, "its date is too late for the server" },
  { "number-of-matches-within-limits", LOFT_ERROR_LIMIT,
    "that is more than the server tells at once" },
  { "supported-calendar-data", LOFT_ERROR_REFUSED, "the server does not take this kind of data" },
  { "valid-calendar-data", LOFT_ERROR_REFUSED, "the server finds the data invalid" },
  { "valid-calendar-object-resource", LOFT_ERROR_REFUSED, "the server finds the item invalid" },
  { "supported-calendar-component", LOFT_ERROR_REFUSED,
    "this calendar does not take this kind of item" },
  { "supported-address-data", LOFT_ERROR_REFUSED,
    "the server does not take this version of vCard" },
  { "valid-address-data", LOFT_ERROR_REFUSED, "the server finds the card invalid" },
  { "lock-token-submitted", LOFT_ERROR_TEMPORARY, "somebody else has locked it" },
  { "resource-must-be-null", LOFT_ERROR_CONFLICT, "there is something by this name already" },
  { "calendar-collection-location-ok", LOFT_ERROR_REFUSED, "nothing can be made there" },
  { "addressbook-collection-location-ok", LOFT_ERROR_REFUSED, "nothing can be made there" },
};

static const struct {
  guint status;
  int code;
  const char *sentence;
} statuses[] = {
  { 400, LOFT_ERROR_REFUSED, "the server does not understand the request" },
  { 401, LOFT_ERROR_AUTH, "the sign-in was refused" },
  { 402, LOFT_ERROR_REFUSED, "the server wants to be paid" },
  { 403, LOFT_ERROR_REFUSED, "it is not allowed" },
  { 404, LOFT_ERROR_GONE, "it is not there" },
  { 405, LOFT_ERROR_REFUSED, "the server does not do this there" },
  { 406, LOFT_ERROR_REFUSED, "the server has it in no form that is asked for" },
  { 408, LOFT_ERROR_TEMPORARY, "the server got no request in time" },
  { 409, LOFT_ERROR_GONE, "the folder that it belongs to is not there" },
  { 410, LOFT_ERROR_GONE, "it is not there any more" },
  { 412, LOFT_ERROR_CONFLICT, "it was changed meanwhile" },
  { 413, LOFT_ERROR_LIMIT, "it is too large for the server" },
  { 414, LOFT_ERROR_LIMIT, "its address is too long for the server" },
  { 415, LOFT_ERROR_REFUSED, "the server does not take this kind of data" },
  { 422, LOFT_ERROR_REFUSED, "the server finds it invalid" },
  { 423, LOFT_ERROR_TEMPORARY, "somebody else has locked it" },
  { 424, LOFT_ERROR_TEMPORARY, "something else that it needs failed" },
  { 425, LOFT_ERROR_TEMPORARY, "the server wants it later" },
  { 429, LOFT_ERROR_TEMPORARY, "the server is asked too often" },
  { 501, LOFT_ERROR_REFUSED, "the server cannot do this" },
  { 502, LOFT_ERROR_TEMPORARY, "the server behind the server does not answer" },
  { 503, LOFT_ERROR_TEMPORARY, "the server is busy or being worked on" },
  { 504, LOFT_ERROR_TEMPORARY, "the server behind the server does not answer" },
  { 507, LOFT_ERROR_FULL, "there is no room left" },
};

char *
loft_dav_failure_dup_condition (const LoftHttpReply *reply)
{
  g_autoptr (LoftDavElement) root = NULL;

  if (g_bytes_get_size (reply->body) == 0 || strstr (reply->content_type, "xml") == NULL)
    return NULL;
  root = loft_dav_xml_read (reply->body, NULL);
  if (root == NULL || !loft_dav_element_is (root, LOFT_DAV_NS_DAV, "error") ||
      loft_dav_element_get_n_children (root) == 0)
    return NULL;
  return loft_text_one_line (loft_dav_element_get_child (root, 0)->name, MAX_CONDITION);
}

static const char *
explain_status (guint status, int *code)
{
  *code = status >= 500   ? LOFT_ERROR_TEMPORARY
          : status >= 400 ? LOFT_ERROR_REFUSED
                          : LOFT_ERROR_PROTOCOL;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].status == status)
      {
        *code = statuses[i].code;
        return statuses[i].sentence;
      }
  if (status >= 500)
    return "the server has a trouble of its own";
  if (status >= 300 && status < 400)
    return "the server sends elsewhere, where Loft does not follow";
  return "the server refused";
}

/* Locks and room pass, whatever the status beside them says; a status of its own kind (401, 404, 503)
 * says more than a condition. */
static const char *
explain (guint status, const char *condition, int *code)
{
  gboolean plain = status == 400 || status == 403 || status == 409 || status == 412 ||
                   status == 405 || status == 413 || status == 415 || status == 423 ||
                   status == 507;

  for (guint i = 0; condition != NULL && plain && i < G_N_ELEMENTS (conditions); i++)
    if (strcmp (conditions[i].condition, condition) == 0)
      {
        *code = conditions[i].code;
        return conditions[i].sentence;
      }
  return explain_status (status, code);
}

void
loft_dav_failure_set (GError **error, const char *what, guint status, const char *condition,
                      guint retry_after)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int code;

  g_string_append_printf (text, "%s: %s (%u", what, explain (status, condition, &code), status);
  if (condition != NULL)
    g_string_append_printf (text, ", %s", condition);
  g_string_append_c (text, ')');
  if (retry_after > 0)
    g_string_append_printf (text, "; it wants to be left alone for %u seconds", retry_after);
  g_set_error_literal (error, LOFT_ERROR, code, text->str);
}

gboolean
loft_dav_failure_check (const LoftHttpReply *reply, const char *what, GError **error)
{
  g_autofree char *condition = NULL;

  if (reply->status >= 200 && reply->status < 300)
    return TRUE;
  condition = loft_dav_failure_dup_condition (reply);
  loft_dav_failure_set (error, what, reply->status, condition, reply->retry_after);
  return FALSE;
}

/* 403 and 409 with the precondition (RFC 6578, 3.2; RFC 3253), 412 and 410 of some, 400 of others,
 * and 500 of those that stumble over a token of another database. */
gboolean
loft_dav_failure_is_token (guint status, const char *condition)
{
  if (g_strcmp0 (condition, "valid-sync-token") == 0)
    return TRUE;
  return status == 400 || status == 403 || status == 409 || status == 410 || status == 412 ||
         status == 500;
}
