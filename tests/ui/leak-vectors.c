/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "leak-vectors.h"

#define H "http://HOST/"

static const LeakVector vectors[] = {
  /* pictures */
  { "img", "<img src='" H "a.png'>" },
  { "img-https", "<img src='https://HOST/a.png'>" },
  { "img-no-scheme", "<img src='//HOST/a.png'>" },
  { "img-upper", "<IMG SRC='HTTP://HOST/a.png'>" },
  { "img-srcset", "<img srcset='" H "a.png 1x, " H "b.png 2x'>" },
  { "img-lazy", "<img loading='eager' src='" H "a.png'>" },
  { "img-port", "<img src='http://HOST:8080/a.png'>" },
  { "img-user", "<img src='http://u:p@HOST/a.png'>" },
  { "img-broken-quotes", "<img src=" H "a.png onerror=1>" },
  { "img-newline", "<img src='ht\ntp://HOST/a.png'>" },
  { "picture", "<picture><source srcset='" H "a.webp'><img alt=''></picture>" },
  { "input-image", "<input type='image' src='" H "a.png'>" },
  { "body-background", "<body background='" H "a.png'>x</body>" },
  { "table-background", "<table background='" H "a.png'><tr><td>x</td></tr></table>" },
  { "td-background", "<table><tr><td background='" H "a.png'>x</td></tr></table>" },
  { "image-tag", "<image src='" H "a.png'>" },
  /* style */
  { "css-background", "<div style=\"background:url('" H "a.png')\">x</div>" },
  { "css-background-image", "<div style=\"background-image:url(" H "a.png)\">x</div>" },
  { "css-image-set", "<div style=\"background-image:image-set('" H "a.png' 1x)\">x</div>" },
  { "css-list-style", "<ul style=\"list-style-image:url(" H "a.png)\"><li>x</ul>" },
  { "css-content", "<style>p:before{content:url(" H "a.png)}</style><p>x</p>" },
  { "css-border-image", "<div style=\"border:9px solid;border-image:url(" H "a.png) 9\">x</div>" },
  { "css-cursor", "<style>*{cursor:url(" H "a.cur),auto}</style>x" },
  { "css-import", "<style>@import url('" H "a.css');</style>" },
  { "css-import-string", "<style>@import '" H "a.css';</style>" },
  { "css-font-face",
    "<style>@font-face{font-family:f;src:url(" H "f.woff)}p{font-family:f}</style><p>x</p>" },
  { "css-mask", "<div style=\"width:9px;height:9px;-webkit-mask:url(" H "a.svg)\">x</div>" },
  { "css-filter", "<div style=\"filter:url(" H "a.svg#f)\">x</div>" },
  { "css-clip-path", "<div style=\"clip-path:url(" H "a.svg#c)\">x</div>" },
  { "css-shape", "<div style=\"float:left;shape-outside:url(" H "a.png)\">x</div>" },
  { "css-variable", "<style>:root{--u:url(" H "a.png)}p{background:var(--u)}</style><p>x</p>" },
  { "css-escaped", "<div style=\"background:\\75rl(" H "a.png)\">x</div>" },
  { "css-media", "<style>@media all{body{background:url(" H "a.png)}}</style>x" },
  { "css-attribute",
    "<style>input[value^=a]{background:url(" H "a.png)}</style><input value='abc'>" },
  { "link-stylesheet", "<link rel='stylesheet' href='" H "a.css'>" },
  { "link-alternate-stylesheet",
    "<link rel='alternate stylesheet' title='t' href='" H "a.css'>" },
  /* hints */
  { "link-icon", "<link rel='icon' href='" H "a.ico'>" },
  { "link-preload", "<link rel='preload' as='image' href='" H "a.png'>" },
  { "link-modulepreload", "<link rel='modulepreload' href='" H "a.js'>" },
  { "link-prefetch", "<link rel='prefetch' href='" H "a.html'>" },
  { "link-preconnect", "<link rel='preconnect' href='" H "'>" },
  { "link-dns-prefetch", "<link rel='dns-prefetch' href='" H "'>" },
  { "link-prerender", "<link rel='prerender' href='" H "'>" },
  { "link-manifest", "<link rel='manifest' href='" H "a.json'>" },
  { "meta-dns-control", "<meta http-equiv='x-dns-prefetch-control' content='on'>"
                        "<a href='" H "'>x</a>" },
  { "anchor-alone", "<a href='" H "'>x</a>" },
  { "anchor-ping", "<a href='#' ping='" H "p'>x</a>" },
  /* frames and documents */
  { "iframe", "<iframe src='" H "a.html'></iframe>" },
  { "iframe-srcdoc", "<iframe srcdoc=\"<img src='" H "a.png'>\"></iframe>" },
  { "iframe-data", "<iframe src=\"data:text/html,<img src='" H "a.png'>\"></iframe>" },
  { "frameset", "<frameset><frame src='" H "a.html'></frameset>" },
  { "object", "<object data='" H "a.html'></object>" },
  { "object-svg", "<object type='image/svg+xml' data='" H "a.svg'></object>" },
  { "embed", "<embed src='" H "a.html'>" },
  { "applet", "<applet code='A' codebase='" H "'></applet>" },
  { "meta-refresh", "<meta http-equiv='refresh' content='0;url=" H "a.html'>" },
  { "base-href", "<base href='" H "'><img src='a.png'>" },
  { "form-auto", "<form id='f' action='" H "a' method='get'></form><script>f.submit()</script>" },
  /* sound and film */
  { "audio", "<audio src='" H "a.mp3' autoplay preload='auto'></audio>" },
  { "video", "<video src='" H "a.mp4' autoplay preload='auto'></video>" },
  { "video-poster", "<video poster='" H "a.png'></video>" },
  { "video-source", "<video autoplay><source src='" H "a.mp4'></video>" },
  { "track", "<video src='data:video/mp4,x'><track default src='" H "a.vtt'></video>" },
  { "bgsound", "<bgsound src='" H "a.wav'>" },
  /* drawings */
  { "svg-image", "<svg><image href='" H "a.png' width='9' height='9'/></svg>" },
  { "svg-xlink", "<svg><image xlink:href='" H "a.png' width='9' height='9'/></svg>" },
  { "svg-use", "<svg><use href='" H "a.svg#x'/></svg>" },
  { "svg-style", "<svg><style>@import '" H "a.css';</style></svg>" },
  { "svg-foreign", "<svg><foreignObject><img src='" H "a.png'/></foreignObject></svg>" },
  { "svg-data",
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
    "<image href='" H "a.png'/></svg>\">" },
  { "svg-feimage", "<svg><filter id='f'><feImage href='" H "a.png'/></filter>"
                   "<rect width='9' height='9' filter='url(#f)'/></svg>" },
  { "math", "<math><mi xlink:href='" H "a'>x</mi></math>" },
  /* scripts */
  { "script-src", "<script src='" H "a.js'></script>" },
  { "script-fetch", "<script>fetch('" H "a')</script>" },
  { "script-image", "<script>new Image().src='" H "a.png'</script>" },
  { "script-xhr", "<script>x=new XMLHttpRequest;x.open('GET','" H "a');x.send()</script>" },
  { "script-websocket", "<script>new WebSocket('ws://HOST/a')</script>" },
  { "script-beacon", "<script>navigator.sendBeacon('" H "a','x')</script>" },
  { "script-location", "<script>location='" H "a'</script>" },
  { "script-module", "<script type='module'>import '" H "a.js'</script>" },
  { "script-worker", "<script>new Worker('" H "a.js')</script>" },
  { "script-eventsource", "<script>new EventSource('" H "a')</script>" },
  { "script-rtc", "<script>p=new RTCPeerConnection({iceServers:[{urls:'stun:HOST:3478'}]});"
                  "p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))"
                  "</script>" },
  { "onerror", "<img src='data:,' onerror=\"new Image().src='" H "a.png'\">" },
  { "onload", "<body onload=\"new Image().src='" H "a.png'\">x</body>" },
  { "svg-onload", "<svg onload=\"fetch('" H "a')\"></svg>" },
  { "details-toggle", "<details open ontoggle=\"fetch('" H "a')\">x</details>" },
  { "autofocus", "<input autofocus onfocus=\"fetch('" H "a')\">" },
  { "javascript-frame", "<iframe src=\"javascript:fetch('" H "a')\"></iframe>" },
  /* out of our own frame */
  { "close-body", "</body><img src='" H "a.png'>" },
  { "close-html", "</body></html><link rel='preconnect' href='" H "'>" },
  { "comment", "<!--><img src='" H "a.png'>-->" },
  { "cdata", "<![CDATA[><img src='" H "a.png'>]]>" },
  { "style-breakout", "<style></style><img src='" H "a.png'></style>" },
  { "second-policy", "<meta http-equiv='Content-Security-Policy' content=\"default-src *\">"
                     "<img src='" H "a.png'>" },
  { "noscript", "<noscript><img src='" H "a.png'></noscript>" },
  { "template", "<template shadowrootmode='open'><img src='" H "a.png'></template>" },
  { "conditional", "<!--[if !mso]><!--><img src='" H "a.png'><!--<![endif]-->" },
  { "loft-src", "<img data-loft-src='" H "a.png'>" },
  { "ftp", "<img src='ftp://HOST/a.png'>" },
};

const LeakVector *
leak_vectors_get (guint *n_vectors)
{
  *n_vectors = G_N_ELEMENTS (vectors);
  return vectors;
}

char *
leak_vector_html (const LeakVector *vector, const char *host)
{
  GString *html = g_string_new (vector->html);

  g_string_replace (html, "HOST", host, 0);
  return g_string_free (html, FALSE);
}
