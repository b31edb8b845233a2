# SPDX-License-Identifier: GPL-3.0-or-later
"""A PDF file of two pages, each with a blue box, a grey one and two lines."""

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[4 0 R 5 0 R]/Count 2>>endobj
3 0 obj<</Length 96>>stream
0.2 0.4 0.8 rg 60 700 480 60 re f 0.9 g 60 100 480 560 re f 0.5 g 90 600 420 2 re f 90 560 300 2 re f
endstream endobj
4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents 3 0 R/Resources<<>>>>endobj
5 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents 3 0 R/Resources<<>>>>endobj
trailer<</Root 1 0 R>>
"""
