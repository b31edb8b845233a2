/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-panes.h"

#include "config.h"
#include "loft-birthday-calendar.h"
#include "loft-calendar-pane.h"
#include "loft-contacts-pane.h"
#include "loft-faces.h"
#include "loft-mail-pane.h"
#include "loft-settings.h"
#include "loft-tasks-pane.h"

#include <glib/gi18n.h>

/* Senders have the faces that the address books have: when there is time. */
static gboolean
follow_faces (gpointer service)
{
  LoftContactActions *contacts = loft_service_get_contacts (service);

  if (contacts != NULL)
    loft_faces_follow (loft_faces_get (), loft_contact_actions_get_list (contacts));
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_mail (LoftService *service)
{
  LoftMailPane *pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);

  loft_mail_pane_set_service (pane, service);
  g_idle_add_full (G_PRIORITY_LOW, follow_faces, g_object_ref (service), g_object_unref);
  return GTK_WIDGET (pane);
}

static gboolean
has_calendar (LoftService *service)
{
  return loft_service_get_calendar (service) != NULL;
}

static GtkWidget *
make_calendar (LoftService *service)
{
  LoftContactActions *contacts = loft_service_get_contacts (service);
  LoftCalendarActions *own = loft_service_get_calendar (service);
  g_autoptr (LoftCalendarActions) actions =
    contacts != NULL ? loft_birthday_calendar_new (own, contacts) : g_object_ref (own);
  GtkWidget *pane = loft_calendar_pane_new (actions);

  loft_calendar_pane_set_service (LOFT_CALENDAR_PANE (pane), service);
  return pane;
}

static gboolean
has_contacts (LoftService *service)
{
  return loft_service_get_contacts (service) != NULL;
}

static GtkWidget *
make_contacts (LoftService *service)
{
  GtkWidget *pane = loft_contacts_pane_new (loft_service_get_contacts (service));

  loft_contacts_pane_set_service (LOFT_CONTACTS_PANE (pane), service);
  return pane;
}

static gboolean
has_tasks (LoftService *service)
{
  return loft_service_get_tasks (service) != NULL;
}

static GtkWidget *
make_tasks (LoftService *service)
{
  GtkWidget *pane = loft_tasks_pane_new (loft_service_get_tasks (service));

  loft_tasks_pane_set_service (LOFT_TASKS_PANE (pane), service);
  return pane;
}

static const LoftPaneKind panes[] = {
  { "mail", N_ ("Mail"), "loft-letter-symbolic", NULL, make_mail },
  { "calendar", N_ ("Calendar"), "x-office-calendar-symbolic", has_calendar, make_calendar },
  { "contacts", N_ ("Contacts"), "system-users-symbolic", has_contacts, make_contacts },
  { "tasks", N_ ("Tasks"), "loft-tasks-symbolic", has_tasks, make_tasks },
};

const LoftPaneKind *
loft_panes_get (guint *n_panes)
{
  *n_panes = G_N_ELEMENTS (panes);
  return panes;
}

const LoftPaneKind *
loft_panes_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      if (g_str_equal (panes[i].name, name))
        return &panes[i];
    }
  return NULL;
}

gboolean
loft_panes_is_shown (const LoftPaneKind *kind, LoftService *service)
{
  g_auto (GStrv) hidden = loft_settings_get_strings (LOFT_SETTING_HIDDEN_PANES);

  if (kind == panes)
    return TRUE;
  return kind->is_there (service) && !g_strv_contains ((const char *const *) hidden, kind->name);
}
