/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-invitation-card.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-error-text.h"
#include "loft-invitation-proposal.h"
#include "loft-invitation-text.h"
#include "loft-scheduling-actions.h"
#include "loft-sensitive.h"
#include "loft-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define UNDO_SECONDS  8
#define PLACE_SHOWN   300 /* characters */
#define COMMENT_SHOWN 1000
#define MOST_PEOPLE   200

struct _LoftInvitationCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftMailAccount *account; /* (owned) (nullable) */
  LoftMessageBody *body; /* (owned) (nullable) */
  LoftSchedulingActions *actions; /* (owned) (nullable) */
  LoftSchedulingCard *card; /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) */
  GtkEditable *comment; /* (nullable) */
  GtkDropDown *calendars; /* (nullable) */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LoftInvitationCard, loft_invitation_card, GTK_TYPE_WIDGET)

static void show_card (LoftInvitationCard *self);
static void read_card (LoftInvitationCard *self);

/* ---- telling ------------------------------------------------------------------------------ */

static void
tell (LoftInvitationCard *self, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
tell_error (LoftInvitationCard *self, const char *sentence, const GError *error)
{
  g_autofree char *text = loft_error_text_with_details (sentence, error);

  tell (self, adw_toast_new (text));
}

/* ---- acting ------------------------------------------------------------------------------- */

typedef struct {
  LoftInvitationCard *self; /* (owned) */
  LoftSchedulingActions *actions; /* (owned) */
  const char *done;
  guint64 undo;
} Deed;

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_object_unref (deed->self);
  g_object_unref (deed->actions);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftInvitationCard) self = data;
  g_autoptr (GError) error = NULL;

  if (!loft_scheduling_actions_undo_finish (LOFT_SCHEDULING_ACTIONS (source), result, &error))
    tell (self, adw_toast_new (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_CONFLICT)
                                 ? _ ("Too late: the answer is on its way")
                                 : _ ("This could not be undone")));
  read_card (self);
}

static void
on_undo (AdwToast *toast, gpointer data)
{
  Deed *deed = data;

  loft_scheduling_actions_undo_async (deed->actions, deed->undo, on_undone,
                                      g_object_ref (deed->self));
}

static void
on_dismissed (AdwToast *toast, gpointer data)
{
  deed_free (data);
}

static void
tell_done (Deed *deed)
{
  AdwToast *toast = adw_toast_new (deed->done);

  if (deed->undo != 0)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_timeout (toast, UNDO_SECONDS);
      g_signal_connect (toast, "button-clicked", G_CALLBACK (on_undo), deed);
    }
  g_signal_connect (toast, "dismissed", G_CALLBACK (on_dismissed), deed);
  tell (deed->self, toast);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Deed) deed = data;
  LoftInvitationCard *self = deed->self;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  loft_widget_set_sensitive (self->box, TRUE);
  if (!loft_scheduling_actions_act_finish (LOFT_SCHEDULING_ACTIONS (source), result, &deed->undo,
                                           &error))
    {
      if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_CONFLICT))
        tell (self, adw_toast_new (_ ("The calendar has changed meanwhile. Please look again.")));
      else
        tell_error (self, _ ("This could not be done."), error);
    }
  else
    tell_done (g_steal_pointer (&deed));
  read_card (self);
}

static LoftCalendarItem *
get_calendar (LoftInvitationCard *self)
{
  guint chosen = self->calendars != NULL ? gtk_drop_down_get_selected (self->calendars) : 0;

  return chosen < self->card->choice->len ? g_ptr_array_index (self->card->choice, chosen) : NULL;
}

static void
act (LoftInvitationCard *self, LoftSchedulingWish *wish, const char *done)
{
  Deed *deed;

  if (self->busy || self->card == NULL)
    return;
  deed = g_new0 (Deed, 1);
  deed->self = g_object_ref (self);
  deed->actions = g_object_ref (self->actions);
  deed->done = done;
  wish->seen = self->card->state;
  wish->calendar = get_calendar (self);
  wish->not_before = loft_clock_now () + UNDO_SECONDS;
  if (wish->comment == NULL && self->comment != NULL)
    wish->comment = gtk_editable_get_text (self->comment);
  self->busy = TRUE;
  loft_widget_set_sensitive (self->box, FALSE);
  loft_scheduling_actions_act_async (self->actions, self->account, self->body, wish, on_acted,
                                     deed);
}

/* What a button does. */
typedef struct {
  LoftSchedulingDeed deed;
  LoftPartstat partstat;
  const char *title; /* with mnemonic */
  const char *done;
} Choice;

static const Choice accept = { LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_ACCEPTED, N_ ("_Accept"),
                               N_ ("Accepted") };
static const Choice perhaps = { LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_TENTATIVE, N_ ("_Perhaps"),
                                N_ ("Answered: perhaps") };
static const Choice decline = { LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_DECLINED, N_ ("_Decline"),
                                N_ ("Declined") };
static const Choice take = { LOFT_SCHEDULING_DO_TAKE, LOFT_PARTSTAT_NONE, N_ ("Add to _Calendar"),
                             N_ ("Added to the calendar") };
static const Choice note = { LOFT_SCHEDULING_DO_TAKE, LOFT_PARTSTAT_NONE, N_ ("_Note Answer"),
                             N_ ("Answer noted") };
static const Choice add_guest = { LOFT_SCHEDULING_DO_TAKE, LOFT_PARTSTAT_NONE, N_ ("Add as _Guest"),
                                  N_ ("Guest added") };
static const Choice take_anyway = { LOFT_SCHEDULING_DO_TAKE, LOFT_PARTSTAT_NONE,
                                    N_ ("Apply _Anyway"), N_ ("Calendar changed") };
static const Choice take_away = { LOFT_SCHEDULING_DO_REMOVE, LOFT_PARTSTAT_NONE,
                                  N_ ("_Remove from Calendar"), N_ ("Removed from the calendar") };
static const Choice mark = { LOFT_SCHEDULING_DO_TAKE, LOFT_PARTSTAT_NONE, N_ ("_Keep as Cancelled"),
                             N_ ("Marked as cancelled") };
static const Choice send_again = { LOFT_SCHEDULING_DO_SEND_AGAIN, LOFT_PARTSTAT_NONE,
                                   N_ ("_Send Again"), N_ ("Sent again") };
static const Choice take_proposal = { LOFT_SCHEDULING_DO_ACCEPT_PROPOSAL, LOFT_PARTSTAT_NONE,
                                      N_ ("_Move the Meeting"), N_ ("Meeting moved") };
static const Choice refuse_proposal = { LOFT_SCHEDULING_DO_DECLINE_PROPOSAL, LOFT_PARTSTAT_NONE,
                                        N_ ("_Keep the Time"), N_ ("Proposal declined") };

static void
on_clicked (GtkWidget *button, LoftInvitationCard *self)
{
  const Choice *choice = g_object_get_data (G_OBJECT (button), "choice");
  LoftSchedulingWish wish = { .deed = choice->deed, .partstat = choice->partstat };

  act (self, &wish, _ (choice->done));
}

/* ---- lines -------------------------------------------------------------------------------- */

static GtkWidget *
new_text (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand",
                TRUE, "selectable", FALSE, NULL);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

/* The icon says what kind of line it is, the text alone what it is. */
static void
add_line (LoftInvitationCard *self, const char *icon, GtkWidget *content)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_widget_add_css_class (image, "dim-label");
  if (!GTK_IS_BUTTON (content) && !GTK_IS_DROP_DOWN (content))
    {
      gtk_widget_set_valign (image, GTK_ALIGN_START);
      gtk_widget_set_margin_top (image, 2);
    }
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), content);
  gtk_box_append (GTK_BOX (self->box), line);
}

/* (nullable) An answer says little of the event: the calendar knows it. */
static const LoftEvent *
get_event (LoftInvitationCard *self)
{
  const LoftSchedulingCard *card = self->card;
  gboolean says_little = card->attendee != NULL && g_str_equal (card->method, "REPLY");

  return says_little && card->present != NULL ? card->present : card->event;
}

static void
add_head (LoftInvitationCard *self)
{
  const LoftEvent *event = get_event (self);
  g_autofree char *title = loft_invitation_text_title (self->card);
  g_autofree char *summary = event != NULL ? loft_invitation_text_summary (event) : NULL;

  gtk_box_append (GTK_BOX (self->box), new_text (title, "dim-label"));
  if (summary != NULL)
    gtk_box_append (GTK_BOX (self->box), new_text (summary, "title-4"));
}

static void
add_note (LoftInvitationCard *self)
{
  gboolean is_warning = FALSE;
  g_autofree char *text = loft_invitation_text_note (self->card, &is_warning);

  if (text != NULL)
    add_line (self, is_warning ? "dialog-warning-symbolic" : "dialog-information-symbolic",
              new_text (text, is_warning ? "warning" : NULL));
}

static void
add_when (LoftInvitationCard *self)
{
  const LoftEvent *event = get_event (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *when = NULL;
  g_autofree char *there = NULL;

  if (!event->start.is_set)
    event = self->card->present;
  if (event == NULL || !event->start.is_set)
    {
      g_object_unref (g_object_ref_sink (box));
      return;
    }
  when = loft_invitation_text_when (event);
  there = loft_invitation_text_when_there (event);
  gtk_box_append (GTK_BOX (box), new_text (when, NULL));
  if (there != NULL)
    gtk_box_append (GTK_BOX (box), new_text (there, "dim-label"));
  gtk_widget_set_hexpand (box, TRUE);
  add_line (self, "alarm-symbolic", box);
}

static void
on_join (GtkWidget *button, LoftInvitationCard *self)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (button)), self->card->join, GDK_CURRENT_TIME);
}

static void
add_where (LoftInvitationCard *self)
{
  g_autofree char *where = loft_text_one_line (get_event (self)->location, PLACE_SHOWN);
  GtkWidget *button = NULL;

  if (*where != '\0')
    add_line (self, "mark-location-symbolic", new_text (where, NULL));
  if (!g_str_has_prefix (self->card->join, "https://"))
    return;
  button = gtk_button_new_with_mnemonic (_ ("_Join"));
  gtk_widget_set_tooltip_text (button, self->card->join);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect (button, "clicked", G_CALLBACK (on_join), self);
  add_line (self, "camera-web-symbolic", button);
}

static const char *
answer_word (LoftPartstat partstat)
{
  switch (partstat)
    {
    case LOFT_PARTSTAT_ACCEPTED:
      return _ ("comes");
    case LOFT_PARTSTAT_DECLINED:
      return _ ("does not come");
    case LOFT_PARTSTAT_TENTATIVE:
      return _ ("perhaps");
    default:
      return NULL;
    }
}

static GtkWidget *
new_people (const LoftEvent *event)
{
  GString *names = g_string_new (NULL);
  guint n = MIN (event->attendees->len, MOST_PEOPLE);

  for (guint i = 0; i < n; i++)
    {
      const LoftAttendee *person = g_ptr_array_index (event->attendees, i);
      g_autofree char *name = loft_invitation_text_person (person);
      const char *word = answer_word (person->partstat);

      if (word != NULL)
        /* Translators: a guest of a meeting and whether he comes. */
        g_string_append_printf (names, C_ ("guest", "%1$s (%2$s)"), name, word);
      else
        g_string_append (names, name);
      if (i + 1 < n)
        g_string_append_c (names, '\n');
    }
  if (event->attendees->len > n)
    g_string_append_printf (names, "\n%s", "…");
  {
    GtkWidget *label = new_text (names->str, NULL);

    g_string_free (names, TRUE);
    return label;
  }
}

/* Few are named, many are folded. */
static void
add_who (LoftInvitationCard *self)
{
  const LoftEvent *event = get_event (self);
  guint n = event->attendees->len;
  g_autofree char *count = NULL;
  GtkWidget *expander = NULL;

  if (n == 0)
    return;
  if (n <= 3)
    {
      add_line (self, "system-users-symbolic", new_people (event));
      return;
    }
  count = g_strdup_printf (ngettext ("%u guest", "%u guests", n), n);
  expander = gtk_expander_new (count);
  gtk_expander_set_child (GTK_EXPANDER (expander), new_people (event));
  gtk_widget_set_hexpand (expander, TRUE);
  add_line (self, "system-users-symbolic", expander);
}

static void
add_words (LoftInvitationCard *self)
{
  g_autofree char *comment = loft_text_one_line (self->card->comment, COMMENT_SHOWN);
  g_autofree char *quoted = NULL;

  if (*comment == '\0')
    return;
  /* Translators: quotation marks around what somebody wrote. */
  quoted = g_strdup_printf (_ ("“%s”"), comment);
  add_line (self, "user-available-symbolic", new_text (quoted, NULL));
}

static gboolean
can_answer (const LoftSchedulingCard *card)
{
  return *card->own_address != '\0' && !card->is_mine && card->event != NULL &&
         (card->state == LOFT_SCHEDULING_INVITATION || card->state == LOFT_SCHEDULING_UPDATE ||
          (card->state == LOFT_SCHEDULING_KNOWN && card->present != NULL &&
           card->present->status != LOFT_EVENT_CANCELLED));
}

static void
add_conflicts (LoftInvitationCard *self)
{
  g_autofree char *text = loft_invitation_text_conflicts (self->card);

  if (text != NULL && (can_answer (self->card) || self->card->state == LOFT_SCHEDULING_PROPOSAL ||
                       self->card->state == LOFT_SCHEDULING_PUBLICATION))
    add_line (self, "dialog-warning-symbolic", new_text (text, NULL));
}

static void
add_answer (LoftInvitationCard *self)
{
  g_autofree char *text = loft_invitation_text_answer (self->card->answer);

  if (text != NULL && self->card->state != LOFT_SCHEDULING_UPDATE && !self->card->is_mine)
    add_line (self, "object-select-symbolic", new_text (text, NULL));
}

/* ---- what can be done --------------------------------------------------------------------- */

/* Beside each other also on a telephone: their words may stand below each other. */
static void
append_button (GtkWidget *row, GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  g_object_set (label, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, NULL);
  gtk_box_append (GTK_BOX (row), button);
}

static void
add_button (LoftInvitationCard *self, GtkWidget *row, const Choice *choice, gboolean suggested)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ (choice->title));

  g_object_set_data (G_OBJECT (button), "choice", (gpointer) choice);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  append_button (row, button);
}

static void
on_proposed (LoftInvitationProposal *proposal, LoftInvitationCard *self)
{
  LoftSchedulingWish wish = { .deed = LOFT_SCHEDULING_DO_PROPOSE };

  loft_invitation_proposal_get (proposal, &wish.start, &wish.end);
  act (self, &wish, _ ("New time proposed"));
}

static void
on_propose (LoftInvitationCard *self)
{
  LoftInvitationProposal *proposal = loft_invitation_proposal_new (self->card->event);

  g_signal_connect_object (proposal, "proposed", G_CALLBACK (on_proposed), self, 0);
  gtk_window_set_transient_for (GTK_WINDOW (proposal),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (proposal));
}

static void
add_proposal (LoftInvitationCard *self, GtkWidget *row)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Propose _New Time…"));

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_propose), self);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  append_button (row, button);
}

static void
add_comment (LoftInvitationCard *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Words to the organizer"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), COMMENT_SHOWN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Words to the organizer"), -1);
  gtk_widget_set_margin_top (entry, 6);
  self->comment = GTK_EDITABLE (entry);
  gtk_box_append (GTK_BOX (self->box), entry);
}

static void
add_calendars (LoftInvitationCard *self)
{
  GPtrArray *choice = self->card->choice;
  GtkStringList *names = NULL;
  GtkWidget *chooser = NULL;

  if (self->card->present != NULL || choice->len < 2)
    return;
  names = gtk_string_list_new (NULL);
  for (guint i = 0; i < choice->len; i++)
    {
      LoftCalendarItem *calendar = g_ptr_array_index (choice, i);
      g_autofree char *name = g_strdup_printf (
        /* Translators: a calendar and its account. */
        C_ ("calendar", "%1$s – %2$s"), loft_calendar_item_get_name (calendar),
        loft_calendar_item_get_account_name (calendar));

      gtk_string_list_append (names, name);
    }
  chooser = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_widget_set_tooltip_text (chooser, _ ("Calendar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Calendar"), -1);
  gtk_widget_set_halign (chooser, GTK_ALIGN_START);
  self->calendars = GTK_DROP_DOWN (chooser);
  add_line (self, "x-office-calendar-symbolic", chooser);
}

static void
fill_answers (LoftInvitationCard *self, GtkWidget *row)
{
  LoftPartstat answer =
    self->card->state == LOFT_SCHEDULING_UPDATE ? LOFT_PARTSTAT_NONE : self->card->answer;
  gboolean is_open = answer == LOFT_PARTSTAT_NONE || answer == LOFT_PARTSTAT_NEEDS_ACTION;

  if (answer != LOFT_PARTSTAT_ACCEPTED)
    add_button (self, row, &accept, is_open);
  if (answer != LOFT_PARTSTAT_TENTATIVE)
    add_button (self, row, &perhaps, FALSE);
  if (answer != LOFT_PARTSTAT_DECLINED)
    add_button (self, row, &decline, FALSE);
}

static void
fill_buttons (LoftInvitationCard *self, GtkWidget *row)
{
  const LoftSchedulingCard *card = self->card;

  if (can_answer (card))
    {
      fill_answers (self, row);
      return;
    }
  switch (card->state)
    {
    case LOFT_SCHEDULING_CANCELLATION:
      add_button (self, row, &take_away, TRUE);
      add_button (self, row, &mark, FALSE);
      break;
    case LOFT_SCHEDULING_INVITATION:
    case LOFT_SCHEDULING_UPDATE:
    case LOFT_SCHEDULING_PUBLICATION:
      add_button (self, row, &take, TRUE);
      break;
    case LOFT_SCHEDULING_NOT_FOR_ME:
      if (card->can_be_taken && !card->is_mine)
        add_button (self, row, &take, FALSE);
      break;
    case LOFT_SCHEDULING_ANSWER:
      add_button (self, row, &note, TRUE);
      break;
    case LOFT_SCHEDULING_STRANGER:
      if (card->can_be_taken)
        add_button (self, row, &add_guest, FALSE);
      break;
    case LOFT_SCHEDULING_PROPOSAL:
      add_button (self, row, &take_proposal, TRUE);
      add_button (self, row, &refuse_proposal, FALSE);
      break;
    case LOFT_SCHEDULING_REFRESH:
      add_button (self, row, &send_again, TRUE);
      break;
    case LOFT_SCHEDULING_OTHER_SENDER:
      if (card->can_be_taken)
        add_button (self, row, &take_anyway, FALSE);
      break;
    case LOFT_SCHEDULING_NOTHING:
    case LOFT_SCHEDULING_PROPOSAL_DECLINED:
    case LOFT_SCHEDULING_KNOWN:
    case LOFT_SCHEDULING_OUTDATED:
    case LOFT_SCHEDULING_UNKNOWN_EVENT:
      break;
    }
}

static void
add_buttons (LoftInvitationCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (row, "answers");
  gtk_widget_set_margin_top (row, 6);
  fill_buttons (self, row);
  gtk_box_append (GTK_BOX (self->box), row);
  gtk_widget_set_visible (row, gtk_widget_get_first_child (row) != NULL);
}

static void
add_foot (LoftInvitationCard *self)
{
  g_autofree char *text = loft_invitation_text_sender (self->card);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = new_text (text, "caption");

  gtk_widget_add_css_class (row, "answers");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (row), label);
  if (self->card->event->start.is_set)
    add_proposal (self, row);
  gtk_box_append (GTK_BOX (self->box), row);
}

/* ---- showing ------------------------------------------------------------------------------ */

static void
clear (LoftInvitationCard *self)
{
  GtkWidget *child;

  self->comment = NULL;
  self->calendars = NULL;
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static void
show_card (LoftInvitationCard *self)
{
  const LoftSchedulingCard *card = self->card;

  clear (self);
  add_head (self);
  add_note (self);
  if (card->event != NULL && card->state != LOFT_SCHEDULING_NOTHING)
    {
      add_when (self);
      add_where (self);
      add_who (self);
      add_words (self);
      add_conflicts (self);
      add_answer (self);
      if (can_answer (card))
        {
          add_calendars (self);
          add_comment (self);
        }
      add_buttons (self);
      if (can_answer (card))
        add_foot (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
show_error (LoftInvitationCard *self, const GError *error)
{
  clear (self);
  gtk_box_append (GTK_BOX (self->box), new_text (_ ("Invitation"), "dim-label"));
  add_line (self, "dialog-warning-symbolic",
            new_text (error->domain == LOFT_ERROR && error->code == LOFT_ERROR_LIMIT
                        ? _ ("What this message says to calendars is too large to be shown.")
                        : _ ("What this message says to calendars cannot be understood."),
                      NULL));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftInvitationCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftSchedulingCard) card =
    loft_scheduling_actions_read_finish (LOFT_SCHEDULING_ACTIONS (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL ||
      g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (card == NULL)
    {
      show_error (self, error);
      return;
    }
  g_clear_pointer (&self->card, loft_scheduling_card_free);
  self->card = g_steal_pointer (&card);
  show_card (self);
}

static void
read_card (LoftInvitationCard *self)
{
  if (self->body == NULL || self->actions == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  loft_scheduling_actions_read_async (self->actions, self->account, self->body, self->cancellable,
                                      on_read, g_object_ref (self));
}

static void
forget (LoftInvitationCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->card, loft_scheduling_card_free);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_object (&self->account);
  g_clear_object (&self->actions);
}

void
loft_invitation_card_set_body (LoftInvitationCard *self, LoftMailAccount *account,
                               LoftMessageBody *body)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  forget (self);
  if (account == NULL || body == NULL || !loft_scheduling_is_in (body))
    return;
  self->account = g_object_ref (account);
  self->body = loft_message_body_ref (body);
  g_set_object (&self->actions, loft_scheduling_actions_of_account (account));
  self->busy = FALSE;
  loft_widget_set_sensitive (self->box, TRUE);
  read_card (self);
}

static void
loft_invitation_card_dispose (GObject *object)
{
  LoftInvitationCard *self = LOFT_INVITATION_CARD (object);

  forget (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_invitation_card_parent_class)->dispose (object);
}

static void
loft_invitation_card_class_init (LoftInvitationCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_invitation_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
loft_invitation_card_init (LoftInvitationCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "invitation-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Invitation"), -1);
}
