/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-base64.h"

#include <string.h>

#define MIN_RUN_LINES 20
/* RFC 2045, 6.8 allows 76; others are seen, but far shorter lines are seldom base64. */
#define MIN_LINE_LENGTH 40
#define MAX_LINE_LENGTH 1000

/* The shrunk form: number of runs; for each run the length of the text before it, the length of its
 * lines, of their line ends, and how many; then texts and decoded runs in turn and the last text.
 * Numbers are little-endian base 128, the high bit saying that more follows. */

typedef struct {
  gsize offset; /* in the raw bytes when shrinking, of the text before it when restoring */
  gsize line_length;
  gsize line_end;
  gsize lines;
} Run;

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Value of each byte, 0x80 for what is not of the alphabet. */
static const guint8 *
value_table (void)
{
  static guint8 table[256];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      memset (table, 0x80, sizeof table);
      for (guint i = 0; i < 64; i++)
        table[(guchar) alphabet[i]] = i;
      g_once_init_leave (&once, 1);
    }
  return table;
}

static gboolean
is_base64 (const guint8 *line, gsize length, const guint8 *values)
{
  guint8 all = 0;

  /* Plain text is told by its first words. */
  for (gsize i = 0; i < 8; i++)
    all |= values[line[i]];
  for (gsize i = 8; all < 0x40 && i < length; i++)
    all |= values[line[i]];
  return all < 0x40;
}

static void
end_run (GArray *runs, Run *run)
{
  if (run->lines >= MIN_RUN_LINES)
    g_array_append_val (runs, *run);
  run->lines = 0;
}

static GArray *
find_runs (const guint8 *raw, gsize length)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  const guint8 *values = value_table ();
  Run run = { 0 };

  for (gsize offset = 0, next; offset < length; offset = next)
    {
      const guint8 *line = raw + offset;
      const guint8 *newline = memchr (line, '\n', length - offset);
      gsize line_end, line_length;

      if (newline == NULL)
        break;
      next = newline - raw + 1;
      line_end = newline > line && newline[-1] == '\r' ? 2 : 1;
      line_length = next - offset - line_end;
      if (run.lines > 0 && (line_length != run.line_length || line_end != run.line_end))
        end_run (runs, &run);
      if (line_length < MIN_LINE_LENGTH || line_length > MAX_LINE_LENGTH ||
          line_length % 4 != 0 || !is_base64 (line, line_length, values))
        {
          end_run (runs, &run);
          continue;
        }
      if (run.lines == 0)
        run = (Run) { .offset = offset, .line_length = line_length, .line_end = line_end };
      run.lines++;
    }
  end_run (runs, &run);
  return runs;
}

static gsize
run_length (const Run *run)
{
  return run->lines * (run->line_length + run->line_end);
}

static void
append_number (GByteArray *data, gsize number)
{
  guint8 byte;

  for (; number >= 0x80; number >>= 7)
    {
      byte = 0x80 | (number & 0x7f);
      g_byte_array_append (data, &byte, 1);
    }
  byte = number;
  g_byte_array_append (data, &byte, 1);
}

static guint8 *
decode_line (const guint8 *line, gsize length, const guint8 *values, guint8 *to)
{
  for (gsize i = 0; i < length; i += 4)
    {
      guint32 group = values[line[i]] << 18 | values[line[i + 1]] << 12 |
                      values[line[i + 2]] << 6 | values[line[i + 3]];

      *to++ = group >> 16;
      *to++ = group >> 8;
      *to++ = group;
    }
  return to;
}

static guint8 *
encode_line (const guint8 *data, gsize length, guint8 *to)
{
  for (gsize i = 0; i < length; i += 3)
    {
      guint32 group = data[i] << 16 | data[i + 1] << 8 | data[i + 2];

      *to++ = alphabet[group >> 18];
      *to++ = alphabet[(group >> 12) & 63];
      *to++ = alphabet[(group >> 6) & 63];
      *to++ = alphabet[group & 63];
    }
  return to;
}

static void
append_run (GByteArray *data, const guint8 *raw, const Run *run)
{
  const guint8 *line = raw + run->offset;
  guint start = data->len;
  guint8 *to;

  g_byte_array_set_size (data, start + run->lines * (run->line_length / 4 * 3));
  to = data->data + start;
  for (gsize i = 0; i < run->lines; i++, line += run->line_length + run->line_end)
    to = decode_line (line, run->line_length, value_table (), to);
}

static GByteArray *
write_shrunk (const guint8 *raw, gsize length, GArray *runs)
{
  GByteArray *data = g_byte_array_sized_new (length);
  gsize done = 0;

  append_number (data, runs->len);
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      append_number (data, run->offset - done);
      append_number (data, run->line_length);
      append_number (data, run->line_end);
      append_number (data, run->lines);
      done = run->offset + run_length (run);
    }
  done = 0;
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      g_byte_array_append (data, raw + done, run->offset - done);
      append_run (data, raw, run);
      done = run->offset + run_length (run);
    }
  g_byte_array_append (data, raw + done, length - done);
  return data;
}

static gboolean
restores_to (GByteArray *data, const guint8 *raw, gsize length)
{
  g_autofree guint8 *restored = g_malloc (length);
  gsize restored_length = 0;

  return loft_content_base64_restore (data->data, data->len, restored, length,
                                      &restored_length) &&
         restored_length == length && memcmp (restored, raw, length) == 0;
}

GByteArray *
loft_content_base64_shrink (const guint8 *raw, gsize length)
{
  g_autoptr (GArray) runs = find_runs (raw, length);
  g_autoptr (GByteArray) data = NULL;

  if (runs->len == 0)
    return NULL;
  data = write_shrunk (raw, length, runs);
  if (!restores_to (data, raw, length))
    return NULL;
  return g_steal_pointer (&data);
}

/* Restoring: the bytes may come from a damaged file, so every length is checked against what is
 * left. */

typedef struct {
  const guint8 *data;
  gsize left;
} Input;

static gboolean
read_number (Input *input, gsize max, gsize *number)
{
  gsize value = 0;

  for (guint shift = 0; shift < 28 && input->left > 0; shift += 7)
    {
      guint8 byte = *input->data++;

      input->left--;
      value |= (gsize) (byte & 0x7f) << shift;
      if (!(byte & 0x80))
        {
          *number = value;
          return value <= max;
        }
    }
  return FALSE;
}

static gboolean
read_run (Input *input, gsize capacity, Run *run)
{
  return read_number (input, capacity, &run->offset) &&
         read_number (input, MAX_LINE_LENGTH, &run->line_length) && run->line_length > 0 &&
         run->line_length % 4 == 0 && read_number (input, 2, &run->line_end) &&
         run->line_end > 0 && read_number (input, capacity, &run->lines);
}

static gboolean
copy_text (Input *input, gsize length, guint8 **to, gsize *room)
{
  if (length > input->left || length > *room)
    return FALSE;
  if (length > 0)
    memcpy (*to, input->data, length);
  input->data += length;
  input->left -= length;
  *to += length;
  *room -= length;
  return TRUE;
}

static gboolean
restore_run (Input *input, const Run *run, guint8 **to, gsize *room)
{
  gsize decoded = run->line_length / 4 * 3;

  if (run->lines * decoded > input->left || run_length (run) > *room)
    return FALSE;
  for (gsize i = 0; i < run->lines; i++)
    {
      *to = encode_line (input->data, decoded, *to);
      input->data += decoded;
      if (run->line_end == 2)
        *(*to)++ = '\r';
      *(*to)++ = '\n';
    }
  input->left -= run->lines * decoded;
  *room -= run_length (run);
  return TRUE;
}

gboolean
loft_content_base64_restore (const guint8 *data, gsize length, guint8 *raw, gsize capacity,
                             gsize *raw_length)
{
  Input input = { data, length };
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  gsize room = capacity;
  guint8 *to = raw;
  gsize n_runs = 0;

  if (!read_number (&input, capacity, &n_runs))
    return FALSE;
  for (gsize i = 0; i < n_runs; i++)
    {
      Run run = { 0 };

      if (!read_run (&input, capacity, &run))
        return FALSE;
      g_array_append_val (runs, run);
    }
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      if (!copy_text (&input, run->offset, &to, &room) || !restore_run (&input, run, &to, &room))
        return FALSE;
    }
  if (!copy_text (&input, input.left, &to, &room))
    return FALSE;
  *raw_length = capacity - room;
  return TRUE;
}
