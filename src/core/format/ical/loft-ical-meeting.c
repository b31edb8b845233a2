/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-reader-private.h"

#define MAX_ADDRESS 2000
#define MAX_TRIED   50

/* Where meetings are held: the host itself or what ends in "." and it, and how the path begins. */
static const struct {
  const char *host;
  gboolean below; /* hosts below it too */
  const char *path;
} places[] = {
  { "teams.microsoft.com", FALSE, "/l/meetup-join/" },
  { "teams.microsoft.com", FALSE, "/meet/" },
  { "teams.live.com", FALSE, "/meet/" },
  { "gov.teams.microsoft.us", FALSE, "/l/meetup-join/" },
  { "join.skype.com", FALSE, "/" },
  { "meet.lync.com", FALSE, "/" },
  { "zoom.us", TRUE, "/j/" },
  { "zoom.us", TRUE, "/my/" },
  { "zoom.us", TRUE, "/w/" },
  { "zoom.us", TRUE, "/s/" },
  { "zoomgov.com", TRUE, "/j/" },
  { "zoom.com", TRUE, "/j/" },
  { "meet.google.com", FALSE, "/" },
  { "webex.com", TRUE, "/meet/" },
  { "webex.com", TRUE, "/join/" },
  { "webex.com", TRUE, "/wbxmjs/" },
  { "webex.com", TRUE, "/webappng/" },
  { "webex.com", TRUE, "/" },
  { "meet.jit.si", FALSE, "/" },
  { "8x8.vc", FALSE, "/" },
  { "whereby.com", TRUE, "/" },
  { "meet.goto.com", FALSE, "/" },
  { "gotomeet.me", FALSE, "/" },
  { "gotomeeting.com", TRUE, "/join/" },
  { "goto.com", TRUE, "/join/" },
  { "bluejeans.com", TRUE, "/" },
  { "chime.aws", TRUE, "/" },
  { "meet.ringcentral.com", FALSE, "/" },
  { "v.ringcentral.com", FALSE, "/join/" },
  { "opentalk.eu", TRUE, "/room/" },
  { "fairmeeting.net", FALSE, "/" },
  { "kmeet.infomaniak.com", FALSE, "/" },
  { "meeting.tencent.com", FALSE, "/" },
};

/* Programs that people run on hosts of their own. */
static const char *const own_hosts[] = { "jitsi.",      "bbb.",      "bigbluebutton.",
                                         "greenlight.", "opentalk.", "galene." };
static const char *const own_paths[] = { "/bigbluebutton/", "/index.php/call/", "/call/" };

static gboolean
is_host (const char *host, const char *known, gboolean below)
{
  if (g_ascii_strcasecmp (host, known) == 0)
    return TRUE;
  return below && strlen (host) > strlen (known) + 1 &&
         g_ascii_strcasecmp (host + strlen (host) - strlen (known), known) == 0 &&
         host[strlen (host) - strlen (known) - 1] == '.';
}

static gboolean
is_place (const char *host, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (is_host (host, places[i].host, places[i].below) &&
        g_ascii_strncasecmp (path, places[i].path, strlen (places[i].path)) == 0 &&
        strlen (path) > strlen (places[i].path))
      return TRUE;
  return FALSE;
}

static gboolean
is_own_place (const char *host, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_hosts); i++)
    if (g_ascii_strncasecmp (host, own_hosts[i], strlen (own_hosts[i])) == 0)
      return strlen (path) > 1;
  for (guint i = 0; i < G_N_ELEMENTS (own_paths); i++)
    if (g_str_has_prefix (path, own_paths[i]))
      return strlen (path) > strlen (own_paths[i]) + 3;
  return FALSE;
}

/* A name and password before the host would make another host look like a known one. */
static gboolean
is_address (const char *uri)
{
  g_autofree char *scheme = NULL;
  g_autofree char *userinfo = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;

  if (strlen (uri) > MAX_ADDRESS || !g_uri_split (uri, G_URI_FLAGS_NONE, &scheme, &userinfo, &host,
                                                  NULL, &path, NULL, NULL, NULL))
    return FALSE;
  if (g_strcmp0 (scheme, "https") != 0 || userinfo != NULL || host == NULL || path == NULL)
    return FALSE;
  return is_place (host, path) || is_own_place (host, path);
}

static const char *
find_address_end (const char *at)
{
  while (g_ascii_isgraph (*at) && strchr ("<>\"{}|\\^`", *at) == NULL)
    at++;
  return at;
}

/* Of "(https://zoom.us/j/1)." without the ")". */
static char *
cut_address (const char *begin)
{
  const char *end = find_address_end (begin);

  while (end > begin && strchr (".,;:!?)]'*_", end[-1]) != NULL)
    end--;
  return g_strndup (begin, MIN (end - begin, MAX_ADDRESS + 1));
}

static char *
find_in_text (const char *text)
{
  for (guint n = 0; n < MAX_TRIED; n++)
    {
      const char *begin = strstr (text, "https://");
      g_autofree char *address = begin != NULL ? cut_address (begin) : NULL;

      if (begin == NULL)
        return NULL;
      if (is_address (address))
        return g_steal_pointer (&address);
      text = begin + 8;
    }
  return NULL;
}

char *
loft_ical_meeting_find (const LoftEvent *event)
{
  const char *texts[] = { event->location, event->url, event->description };

  if (g_ascii_strncasecmp (event->conference, "https://", 8) == 0)
    return g_strdup (event->conference);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *found = find_in_text (texts[i]);

      if (found != NULL)
        return found;
    }
  return g_strdup ("");
}
