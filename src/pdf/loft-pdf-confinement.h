/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Gives up, for this process and for good, what drawing a PDF does not need: sockets, other programs,
 * writing files, and more time and memory than a page may take. What the kernel does not know is left
 * out; each wall stands without the others. */
void loft_pdf_confinement_enter (void);
