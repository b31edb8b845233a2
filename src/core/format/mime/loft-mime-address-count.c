/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-address-count.h"

typedef struct {
  guint n;
  gboolean has_at; /* the entry that is read */
  gboolean quoted;
  guint comments; /* depth */
} Counter;

static void
end_entry (Counter *self)
{
  self->n += self->has_at;
  self->has_at = FALSE;
}

static void
take (Counter *self, char c)
{
  if (c == '"' && self->comments == 0)
    self->quoted = !self->quoted;
  else if (self->quoted)
    return;
  else if (c == '(')
    self->comments++;
  else if (c == ')')
    self->comments -= self->comments > 0;
  else if (self->comments > 0)
    return;
  else if (c == '@')
    self->has_at = TRUE;
  else if (c == ',' || c == ';')
    end_entry (self);
}

guint
loft_mime_address_count (const char *value, gsize length)
{
  Counter self = { 0 };

  for (gsize i = 0; i < length; i++)
    {
      if (value[i] == '\\' && (self.quoted || self.comments > 0))
        i++;
      else
        take (&self, value[i]);
    }
  end_entry (&self);
  return self.n;
}
