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
  /* more places for an address */
  { "img-set-lazy", "<img loading='lazy' srcset='" H "a.png 480w' sizes='1px'>" },
  { "img-lowsrc", "<img lowsrc='" H "a.png' dynsrc='" H "a.avi'>" },
  { "img-longdesc", "<img src='data:,' longdesc='" H "a.html'>" },
  { "img-usemap", "<img src='data:,' usemap='" H "#m'>" },
  { "img-crossorigin", "<img crossorigin='use-credentials' src='" H "a.png'>" },
  { "img-fetchpriority", "<img fetchpriority='high' decoding='sync' src='" H "a.png'>" },
  { "img-tab", "<img src='http:/\t/HOST/a.png'>" },
  { "img-entity", "<img src='&#104;ttp&colon;//HOST/a.png'>" },
  { "img-entity-no-semicolon", "<img src='&#x68ttp://HOST/a.png'>" },
  { "img-backslash", "<img src='http:\\\\HOST\\a.png'>" },
  { "img-backslash-no-scheme", "<img src='\\\\HOST\\a.png'>" },
  { "img-one-slash", "<img src='http:/HOST/a.png'>" },
  { "img-blank-before", "<img src='  http://HOST/a.png'>" },
  { "img-control-before", "<img src='\001http://HOST/a.png'>" },
  { "img-backquotes", "<img src=`" H "a.png`>" },
  { "img-slash-for-blank", "<img/src='" H "a.png'/>" },
  { "img-twice", "<img src='data:,' src='" H "a.png'><img src='" H "a.png' src='data:,'>" },
  { "img-never-closed", "<img alt='' src='" H "a.png" },
  { "img-in-title", "<title><img src='" H "a.png'></title>" },
  { "img-in-textarea", "<textarea></textarea><img src='" H "a.png'>" },
  { "img-in-xmp", "<xmp></xmp><img src='" H "a.png'>" },
  { "img-in-select", "<select><option><img src='" H "a.png'></select>" },
  { "img-in-svg-title", "<svg><title><img src='" H "a.png'></title></svg>" },
  { "img-in-math", "<math><mtext><img src='" H "a.png'></mtext></math>" },
  { "img-after-nul", "<im\001g src='data:,'><img src='" H "a.png'>" },
  { "input-image-formaction", "<input type='image' formaction='" H "a' src='" H "a.png'>" },
  { "th-background", "<table><tr><th background='" H "a.png'>x</th></tr></table>" },
  { "tr-background", "<table><tr background='" H "a.png'><td>x</td></tr></table>" },
  { "div-background", "<div background='" H "a.png'>x</div>" },
  { "source-in-audio", "<audio autoplay><source src='" H "a.ogg'></audio>" },
  { "object-classid", "<object classid='" H "a' codebase='" H "'></object>" },
  { "object-archive", "<object archive='" H "a.jar' data='data:,'></object>" },
  { "object-param", "<object><param name='movie' value='" H "a.swf'></object>" },
  { "embed-pluginspage", "<embed type='x' pluginspage='" H "a'>" },
  { "portal", "<portal src='" H "a.html'></portal>" },
  { "fencedframe", "<fencedframe src='" H "a.html'></fencedframe>" },
  { "layer", "<layer src='" H "a.html'></layer><ilayer src='" H "a.html'></ilayer>" },
  { "html-manifest", "<html manifest='" H "a.appcache'>x</html>" },
  { "head-profile", "<head profile='" H "a'></head>x" },
  { "blockquote-cite", "<blockquote cite='" H "a'>x</blockquote><q cite='" H "b'>x</q>" },
  { "ins-cite", "<ins cite='" H "a'>x</ins><del cite='" H "b'>x</del>" },
  { "button-formaction", "<form><button formaction='" H "a' autofocus>x</button></form>" },
  { "isindex", "<isindex action='" H "a' prompt='x'>" },
  { "keygen", "<keygen keytype='rsa' form='f'><img srcset='" H "a.png'>" },
  { "menuitem", "<menu><menuitem icon='" H "a.png'></menu>" },
  { "xml-stylesheet", "<?xml-stylesheet href='" H "a.css' type='text/css'?>x" },
  { "xml-base", "<svg xml:base='" H "'><image href='a.png' width='9' height='9'/></svg>" },
  { "doctype", "<!DOCTYPE html SYSTEM '" H "a.dtd'>x" },
  { "vml", "<v:fill src='" H "a.png'></v:fill><v:imagedata src='" H "b.png'/>" },
  /* more of style */
  { "css-comment", "<div style=\"background:u/**/rl(" H "a.png)\">x</div>"
                   "<div style=\"back/**/ground:url(" H "b.png)\">x</div>" },
  { "css-newline", "<div style=\"background:url(\n" H "a.png\n)\">x</div>" },
  { "css-upper", "<div style=\"BACKGROUND:URL(" H "a.png)\">x</div>" },
  { "css-import-url-less", "<style>@\\69mport '" H "a.css';</style>x" },
  { "css-import-late", "<style>p{}@import url(" H "a.css);</style><p>x</p>" },
  { "css-import-layer", "<style>@import url(" H "a.css) layer(x) supports(color:red);</style>" },
  { "css-font-set", "<style>@font-face{font-family:f;src:local(x),url('" H "f.woff2')"
                    "format('woff2')}*{font-family:f}</style>x" },
  { "css-namespace", "<style>@namespace url(" H "a);p{color:red}</style><p>x</p>" },
  { "css-webkit-image-set",
    "<div style=\"background:-webkit-image-set(url(" H "a.png) 1x)\">x</div>" },
  { "css-cross-fade",
    "<div style=\"background:-webkit-cross-fade(url(" H "a.png),url(" H "b.png),50%)\">x</div>" },
  { "css-mask-image", "<div style=\"width:9px;height:9px;mask-image:url(" H "a.png)\">x</div>" },
  { "css-mask-box", "<div style=\"-webkit-mask-box-image:url(" H "a.png)\">x</div>" },
  { "css-box-reflect", "<p style=\"-webkit-box-reflect:below 0 url(" H "a.png)\">x</p>" },
  { "css-offset-path", "<div style=\"offset-path:url(" H "a.svg#p)\">x</div>" },
  { "css-backdrop-filter", "<div style=\"backdrop-filter:url(" H "a.svg#f)\">x</div>" },
  { "css-symbols", "<style>@counter-style c{system:cyclic;symbols:url(" H "a.png)}"
                   "ul{list-style:c}</style><ul><li>x</ul>" },
  { "css-property", "<style>@property --u{syntax:'<image>';inherits:true;"
                    "initial-value:url(" H "a.png)}p{background:var(--u)}</style><p>x</p>" },
  { "css-marker", "<style>li::marker{content:url(" H "a.png)}</style><ul><li>x</ul>" },
  { "css-first-line", "<style>p::first-line{background:url(" H "a.png)}</style><p>x</p>" },
  { "css-has", "<style>body:has(p){background:url(" H "a.png)}</style><p>x</p>" },
  { "css-supports", "<style>@supports(color:red){p{background:url(" H "a.png)}}</style><p>x" },
  { "css-keyframes", "<style>@keyframes k{to{background:url(" H "a.png)}}p{animation:k 9ms"
                     " infinite}</style><p>x</p>" },
  { "css-print", "<style>@media print{p{background:url(" H "a.png)}}</style><p>x</p>" },
  { "css-page", "<style>@page{background:url(" H "a.png)}</style><p>x</p>" },
  { "css-open-comment", "<style>/*</style><img src='" H "a.png'>" },
  { "css-nested", "<style>div{& p{background:url(" H "a.png)}}</style><div><p>x</p></div>" },
  /* more hints */
  { "link-preload-imagesrcset",
    "<link rel='preload' as='image' imagesrcset='" H "a.png 1x' imagesizes='1px'>" },
  { "link-preload-font", "<link rel='preload' as='font' crossorigin href='" H "f.woff2'>" },
  { "link-preload-fetch", "<link rel='preload' as='fetch' crossorigin href='" H "a'>" },
  { "link-two", "<link rel='dns-prefetch preconnect' href='//HOST'>" },
  { "link-apple-icon", "<link rel='apple-touch-icon' href='" H "a.png'>" },
  { "link-mask-icon", "<link rel='mask-icon' href='" H "a.svg'>" },
  { "link-import", "<link rel='import' href='" H "a.html'>" },
  { "link-pingback", "<link rel='pingback' href='" H "a'>" },
  { "link-in-body", "<p>x</p><link rel='stylesheet' media='print' href='" H "a.css'>" },
  { "meta-refresh-late", "<meta http-equiv='refresh' content='1;" H "a.html'>" },
  { "meta-set-cookie", "<meta http-equiv='set-cookie' content='a=b'><img src='" H "a.png'>" },
  { "meta-link", "<meta http-equiv='link' content='<" H ">; rel=preconnect'>" },
  { "speculation-rules", "<script type='speculationrules'>{\"prefetch\":[{\"source\":\"list\","
                         "\"urls\":[\"" H "a\"]}]}</script>" },
  { "import-map", "<script type='importmap'>{\"imports\":{\"a\":\"" H "a.js\"}}</script>"
                  "<script type='module'>import 'a'</script>" },
  /* more drawings */
  { "svg-set", "<svg><image width='9' height='9'><set attributeName='href' to='" H
               "a.png'/></image></svg>" },
  { "svg-animate", "<svg><image width='9' height='9'><animate attributeName='href' values='" H
                   "a.png'/></image></svg>" },
  { "svg-pattern", "<svg><pattern id='p'><image href='" H "a.png'/></pattern><rect width='9' "
                   "height='9' fill='url(#p)'/></svg>" },
  { "svg-fill", "<svg><rect width='9' height='9' fill=\"url('" H "a.svg#p')\"/></svg>" },
  { "svg-script", "<svg><script href='" H "a.js'></script></svg>" },
  { "svg-anchor", "<svg><a href='" H "a'><text y='9'>x</text></a></svg>" },
  { "svg-font", "<svg><font-face-uri href='" H "a.svg'/></svg>" },
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
