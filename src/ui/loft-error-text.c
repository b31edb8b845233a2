/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error-text.h"

#include "config.h"
#include "loft-error.h"
#include "loft-text.h"

#include <glib/gi18n.h>

#define MAX_DETAILS 300

typedef struct {
  const char *title;
  const char *account; /* %s: the server's name */
  const char *check; /* (nullable) the same while settings are tried; else as account */
  const char *message;
  const char *change;
  const char *remedy; /* (nullable) */
} Words;

/* Indexed by LoftError. */
static const Words words[] = {
  [LOFT_ERROR_OFFLINE] = {
    N_ ("Server Not Reached"),
    N_ ("%s cannot be reached. Check the network, and whether server name and port are right. "
        "Loft tries again by itself."),
    N_ ("%s cannot be reached. Check its name and port, and the network."),
    N_ ("This message has not been downloaded yet, and the server cannot be reached. It opens "
        "when you are online again."),
    N_ ("You are offline. The change is kept and sent when you are online again."),
    N_ ("Try Again"),
  },
  [LOFT_ERROR_TEMPORARY] = {
    N_ ("Server Not Reached for Now"),
    N_ ("%s closed the connection, did not answer in time or is busy. Loft tries again by itself."),
    N_ ("%s was not reached: it closed the connection, did not answer in time or is busy. Check "
        "its name and port, or try again in a moment."),
    N_ ("The server did not answer in time. Try again in a moment."),
    N_ ("The server was not reached. The change is kept and sent later."),
    N_ ("Try Again"),
  },
  [LOFT_ERROR_AUTH] = {
    N_ ("Sign-in Failed"),
    N_ ("%s did not accept user name and password. Enter the password again; some providers want "
        "a password made for this program."),
    N_ ("%s did not accept user name and password. Check both; some providers want a password made "
        "for this program."),
    N_ ("The server did not accept user name and password. Sign in again to read this message."),
    N_ ("The server did not accept user name and password. Sign in again to send the change."),
    N_ ("Sign In…"),
  },
  [LOFT_ERROR_UNTRUSTED] = {
    N_ ("Server Not Trusted"),
    N_ ("The identity of %s could not be verified, so nothing was sent. Look at its certificate "
        "and decide."),
    NULL,
    N_ ("The identity of the server could not be verified. Look at its certificate to read this "
        "message."),
    N_ ("The identity of the server could not be verified. The change is kept until you decide."),
    N_ ("Review…"),
  },
  [LOFT_ERROR_GONE] = {
    N_ ("No Longer There"),
    N_ ("Something on %s is no longer there. Loft looks again by itself."),
    NULL,
    N_ ("This message no longer exists. It was moved or deleted elsewhere."),
    N_ ("The message no longer exists, so there was nothing to change."),
    NULL,
  },
  [LOFT_ERROR_CONFLICT] = {
    N_ ("Changed Elsewhere"),
    N_ ("Something on %s was changed elsewhere at the same time. Both versions were kept."),
    NULL,
    N_ ("This message was changed elsewhere at the same time. Both versions were kept."),
    N_ ("It was changed elsewhere at the same time. Both versions were kept."),
    NULL,
  },
  [LOFT_ERROR_REFUSED] = {
    N_ ("Refused by the Server"),
    N_ ("%s refused to go on. Check the settings of the account, or ask its provider."),
    NULL,
    N_ ("The server refused to hand out this message. Ask the provider of the account."),
    N_ ("The server refused the change, so it was taken back."),
    N_ ("Try Again"),
  },
  [LOFT_ERROR_LIMIT] = {
    N_ ("Too Large"),
    N_ ("%s sent or holds more than Loft or the server allows. The rest of the account goes on."),
    NULL,
    N_ ("This message is too large or too deeply nested to be shown. It is kept as it is."),
    N_ ("The server has no room for the change, so it was taken back. Free some space there."),
    NULL,
  },
  [LOFT_ERROR_PROTOCOL] = {
    N_ ("Server Not Understood"),
    N_ ("%s sent something that Loft does not understand. Check whether port and security are "
        "right; if they are, its provider should know."),
    NULL,
    N_ ("The server sent something that Loft does not understand. Try again in a moment."),
    N_ ("The server sent something that Loft does not understand. The change is kept and sent "
        "later."),
    N_ ("Try Again"),
  },
  [LOFT_ERROR_STORE] = {
    N_ ("Local Data Cannot Be Used"),
    N_ ("The local copy of this account cannot be read or written. Check free space and "
        "permissions of the disk; nothing was deleted."),
    NULL,
    N_ ("The local copy of this message cannot be read. Check free space and permissions of the "
        "disk; nothing was deleted."),
    N_ ("The change could not be written to disk. Check its free space and permissions."),
    N_ ("Try Again"),
  },
};

static const Words too_soon = {
  N_ ("Too Soon for the Server"),
  N_ ("%s wants more time between two sign-ins. Loft checks for mail by itself as soon as it may."),
  N_ ("%s wants more time between two sign-ins. Try again in a few minutes."),
  N_ ("The server wants more time between two sign-ins. Try again in a few minutes."),
  N_ ("The server wants more time between two sign-ins. The change is kept and sent later."),
  NULL,
};

/* No password helps in these. */
static const struct {
  int code;
  Words words;
} waiting[] = {
  { LOFT_ERROR_POLICY,
    { N_ ("Rules to Accept"),
      N_ ("%s gives nothing to this computer before the rules of its organisation are accepted."),
      NULL,
      N_ ("The organisation of this account wants its rules accepted before this message can be "
          "read."),
      N_ ("The organisation of this account wants its rules accepted. The change is kept until "
          "then."),
      N_ ("Review…") } },
  { LOFT_ERROR_WIPED,
    { N_ ("Removed by the Organisation"),
      N_ ("%s demands that the data of this account be deleted on this computer."), NULL,
      N_ ("The organisation has this account deleted on this computer."),
      N_ ("The organisation has this account deleted on this computer."), NULL } },
  { LOFT_ERROR_NOT_ALLOWED,
    { N_ ("Not Allowed by the Server"),
      N_ ("%s takes user name and password, but does not let this user or this program in. Ask the "
          "organisation to allow Exchange ActiveSync."),
      NULL, N_ ("The server does not let this user or this program read the message."),
      N_ ("The server does not let this user or this program in. The change is kept."),
      N_ ("Try Again") } },
  { LOFT_ERROR_DEVICE_BLOCKED,
    { N_ ("This Computer Is Blocked"),
      N_ ("%s blocks this computer, or holds it until the organisation has looked at it. A message "
          "in the inbox on the web may say why."),
      NULL, N_ ("The server blocks this computer, or holds it until somebody has looked at it."),
      N_ ("The server blocks this computer for now. The change is kept."), N_ ("Try Again") } },
  { LOFT_ERROR_ACCOUNT_DISABLED,
    { N_ ("Account Disabled"),
      N_ ("%s says that this user’s account is blocked or disabled. Sign in on the web page of the "
          "organisation, or ask it."),
      NULL, N_ ("The user’s account is blocked or disabled on the server."),
      N_ ("The user’s account is blocked or disabled on the server. The change is kept."),
      N_ ("Try Again") } },
  { LOFT_ERROR_TOO_MANY_DEVICES,
    { N_ ("Too Many Devices"),
      N_ ("%s lets no further device use this mailbox. Remove some that you no longer use, on the "
          "web page of your mail."),
      NULL, N_ ("The server lets no further device use this mailbox."),
      N_ ("The server lets no further device use this mailbox. The change is kept."),
      N_ ("Try Again") } },
};

static const Words *
words_for (const GError *error)
{
  LoftError error_class = error == NULL ? LOFT_ERROR_TEMPORARY : loft_error_class (error);

  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_TOO_SOON))
    return &too_soon;
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++)
    if (g_error_matches (error, LOFT_ERROR, waiting[i].code))
      return &waiting[i].words;
  return &words[MIN ((guint) error_class, G_N_ELEMENTS (words) - 1)];
}

char *
loft_error_text_title (const GError *error)
{
  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE))
    return g_strdup (_ ("Sign-in Got Weaker"));
  return g_strdup (_ (words_for (error)->title));
}

static char *
about_server (const GError *error, const char *sentence, const char *host)
{
  const char *server = host == NULL || host[0] == '\0' ? _ ("The server") : host;

  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE))
    return g_strdup_printf (
      _ ("%s no longer offers the safer way by which this account has signed in before, so no "
         "password was sent. Somebody on the way may be the cause. If your provider says that it "
         "is meant so, choose the sign-in method in the account’s settings."),
      server);
  if (error != NULL && error->domain == G_RESOLVER_ERROR &&
      error->code == G_RESOLVER_ERROR_NOT_FOUND)
    return g_strdup_printf (_ ("There is no server called %s. Check its name."), server);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_ (sentence), server);
#pragma GCC diagnostic pop
}

char *
loft_error_text_for_account (const GError *error, const char *host)
{
  return about_server (error, words_for (error)->account, host);
}

char *
loft_error_text_for_check (const GError *error, const char *host)
{
  const Words *said = words_for (error);

  return about_server (error, said->check != NULL ? said->check : said->account, host);
}

char *
loft_error_text_for_browser (const GError *error)
{
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_AUTH:
      return g_strdup (_ ("The sign-in was refused in the browser or by the provider. Check the "
                          "client ID, and try again."));
    case LOFT_ERROR_OFFLINE:
      return g_strdup (_ ("The provider’s sign-in cannot be reached. Check the network, and try "
                          "again."));
    case LOFT_ERROR_UNTRUSTED:
      return g_strdup (
        _ ("The identity of the provider’s sign-in could not be verified, so nothing "
           "was sent."));
    case LOFT_ERROR_TEMPORARY:
      return g_strdup (
        _ ("Nobody signed in in the browser, or the provider did not answer in time. "
           "Try again."));
    default:
      return g_strdup (_ ("The provider’s sign-in sent something that Loft does not understand. "
                          "Check the addresses and the client ID."));
    }
}

char *
loft_error_text_browser_page (void)
{
  g_autofree char *title = g_markup_escape_text (_ ("Back to Loft"), -1);
  g_autofree char *text =
    g_markup_escape_text (_ ("This page has done its part and can be closed. How the sign-in went "
                             "is said in Loft."),
                          -1);

  return g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                          "<meta name=\"color-scheme\" content=\"light dark\"><title>%s</title>"
                          "<style>body { font-family: sans-serif; text-align: center; "
                          "margin: 20vh auto; max-width: 30em }</style></head>"
                          "<body><h1>%s</h1><p>%s</p></body></html>",
                          title, title, text);
}

char *
loft_error_text_for_message (const GError *error)
{
  return g_strdup (_ (words_for (error)->message));
}

char *
loft_error_text_for_change (const GError *error)
{
  return g_strdup (_ (words_for (error)->change));
}

const char *
loft_error_text_remedy (const GError *error)
{
  const char *remedy = words_for (error)->remedy;

  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE))
    return _ ("Account Settings…");
  return remedy == NULL ? NULL : _ (remedy);
}

/* What a server says is never to be taken for what Loft says. Characters that turn the direction of
 * text could carry it out of its quotation marks. */
static char *
without_direction (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_type (g_utf8_get_char (p)) != G_UNICODE_FORMAT)
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (out, FALSE);
}

/* What stands between quotation marks has the marks of a quotation in a quotation. */
static char *
with_inner_marks (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean open = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == 0x201c || c == 0x201d)
        {
          open = c == '"' ? !open : c == 0x201c;
          g_string_append (out, open ? _ ("‘") : _ ("’"));
        }
      else
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (out, FALSE);
}

char *
loft_error_text_details (const GError *error)
{
  g_autofree char *line = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *quoted = NULL;

  if (error == NULL || error->domain != LOFT_ERROR || error->message[0] == '\0')
    return NULL;
  line = loft_text_one_line (error->message, MAX_DETAILS);
  plain = without_direction (line);
  quoted = with_inner_marks (plain);
  /* Translators: what stands behind an error, often what the server said, in its language. */
  return g_strdup_printf (_ ("Details: “%s”"), quoted);
}

char *
loft_error_text_alert (const char *account, const char *text)
{
  g_autofree char *line = loft_text_one_line (text, MAX_DETAILS);
  g_autofree char *plain = without_direction (line);
  g_autofree char *quoted = with_inner_marks (plain);

  /* Translators: first the account's name, then words of its server, in its language. */
  return g_strdup_printf (_ ("The server of %s says: “%s”"), account, quoted);
}

char *
loft_error_text_with_details (const char *sentence, const GError *error)
{
  g_autofree char *details = NULL;

  switch (loft_error_class (error))
    {
    case LOFT_ERROR_AUTH:
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_LIMIT:
      details = loft_error_text_details (error);
      break;
    default:
      break;
    }
  return details == NULL ? g_strdup (sentence) : g_strdup_printf ("%s\n%s", sentence, details);
}
