// SPDX-License-Identifier: GPL-3.0-or-later
// Runs in a script world of its own inside the page of loft-html-editor.c; the page has no scripts.
(() => {
  const tell = (name, value) => window.webkit.messageHandlers[name].postMessage (value);
  const body = document.body;
  const selection = getSelection ();

  // There is always a line to write in.
  if (!body.firstChild) body.innerHTML = '<div><br></div>';
  document.execCommand ('defaultParagraphSeparator', false, 'div');
  document.execCommand ('styleWithCSS', false, false);

  // Content: that there is something new is told at once, what it is when there is time.
  let timer = 0;
  const tellHtml = () => {
    clearTimeout (timer);
    timer = 0;
    tell ('loftHtml', body.innerHTML);
  };
  const changed = () => {
    if (timer) return;
    tell ('loftChanged', 0);
    timer = setTimeout (tellHtml, 300);
  };
  document.addEventListener ('input', changed);

  // Caret
  const flags = { b: 'bold', i: 'italic', u: 'underline', s: 'strikeThrough',
    U: 'insertUnorderedList', O: 'insertOrderedList' };
  let told = '';
  const tellState = () => {
    const node = selection.anchorNode;
    const element = node && (node.nodeType === 1 ? node : node.parentElement);
    if (!element) return;
    const block = element.closest ('h1,h2,h3,pre');
    const link = element.closest ('a[href]');
    let state = '';
    for (const flag in flags) if (document.queryCommandState (flags[flag])) state += flag;
    if (element.closest ('blockquote')) state += 'q';
    state += '\n' + (block ? block.localName : 'div') + '\n' + (link ? link.href : '') +
      '\n' + (selection.isCollapsed ? '' : selection.toString ().slice (0, 200));
    if (state !== told) tell ('loftState', told = state);
  };
  document.addEventListener ('selectionchange', () => setTimeout (tellState, 0));
  document.addEventListener ('input', () => setTimeout (tellState, 0));

  // Keys: here they keep their place among the letters.
  const keys = { b: 'bold', i: 'italic', u: 'underline' };
  document.addEventListener ('keydown', event => {
    const command = keys[event.key.toLowerCase ()];
    if (!command || !event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    event.preventDefault ();
    document.execCommand (command);
    tellState ();
  });

  // Height
  const tellHeight = () => tell ('loftHeight', Math.ceil (body.getBoundingClientRect ().height));
  new ResizeObserver (tellHeight).observe (body);

  // Nothing gets in but by the window, which cleans it.
  document.addEventListener ('paste', event => {
    event.preventDefault ();
    tell ('loftPaste', 0);
  });
  let own = false;
  document.addEventListener ('dragstart', () => own = true);
  document.addEventListener ('dragend', () => own = false);
  document.addEventListener ('drop', event => {
    const place = document.caretRangeFromPoint (event.clientX, event.clientY);
    const html = event.dataTransfer.getData ('text/html');
    const text = event.dataTransfer.getData ('text/plain');
    if (own) return;
    event.preventDefault ();
    if (place) {
      selection.removeAllRanges ();
      selection.addRange (place);
    }
    if (html) tell ('loftDropHtml', html);
    else if (text) tell ('loftDropText', text);
  });

  // Once, of what is quoted: what nobody could see, and the signature of the one who is answered.
  const prune = () => {
    for (const element of [...body.querySelectorAll ('*')]) {
      const style = getComputedStyle (element);
      if (element.localName !== 'style' && element.localName !== 'br' && element.localName !== 'wbr' &&
          (style.display === 'none' || style.visibility === 'hidden' ||
           parseFloat (style.fontSize) < 2 || style.opacity === '0'))
        element.remove ();
    }
    const signatures = '.signature,.moz-signature,.gmail_signature';
    for (const quote of body.querySelectorAll ('blockquote[type=cite]'))
      quote.querySelectorAll (signatures).forEach (element => element.remove ());
    tell ('loftPruned', body.innerHTML);
  };

  const commands = {
    prune,
    html: () => body.innerHTML,
    // In what is written by hand: what is around it stays.
    insert: html => document.execCommand ('insertHTML', false, html),
    run: (name, value) => document.execCommand (name, false, value),
    block: name => {
      const node = selection.anchorNode;
      const element = node && (node.nodeType === 1 ? node : node.parentElement);
      const list = element && element.closest ('li');
      if (list && name !== 'div') document.execCommand ('outdent');
      document.execCommand ('formatBlock', false, name);
    },
    quote: () => {
      const node = selection.anchorNode;
      const element = node && (node.nodeType === 1 ? node : node.parentElement);
      const quote = element && element.closest ('blockquote');
      document.execCommand (quote ? 'outdent' : 'formatBlock', false, 'blockquote');
      const made = !quote && selection.anchorNode &&
        (selection.anchorNode.nodeType === 1 ? selection.anchorNode
                                             : selection.anchorNode.parentElement)
          .closest ('blockquote');
      if (made && !made.hasAttribute ('type')) {
        made.setAttribute ('type', 'cite');
        made.style.cssText = 'margin:0 0 0 6px;border-left:2px solid #aaa;padding-left:12px';
        changed ();
      }
    },
    clear: () => {
      document.execCommand ('removeFormat');
      document.execCommand ('unlink');
      document.execCommand ('formatBlock', false, 'div');
    },
    link: (uri, text) => {
      const node = selection.anchorNode;
      const element = node && (node.nodeType === 1 ? node : node.parentElement);
      const link = element && element.closest ('a[href]');
      if (link && selection.isCollapsed) selection.selectAllChildren (link);
      if (!uri) document.execCommand ('unlink');
      else if (!selection.isCollapsed) document.execCommand ('createLink', false, uri);
      else document.execCommand ('insertHTML', false, text);
    },
    signature: html => {
      const signature = [...body.querySelectorAll ('.signature')]
        .find (element => !element.closest ('blockquote'));
      if (signature) {
        const range = document.createRange ();
        range.selectNode (signature);
        const before = selection.rangeCount ? selection.getRangeAt (0) : null;
        selection.removeAllRanges ();
        selection.addRange (range);
        document.execCommand (html ? 'insertHTML' : 'delete', false, html);
        if (before && !before.intersectsNode (range.startContainer)) {
          selection.removeAllRanges ();
          selection.addRange (before);
        }
      } else if (html) {
        const quote = body.querySelector (':scope > blockquote[type=cite]');
        const holder = document.createElement ('div');
        holder.innerHTML = html;
        body.insertBefore (holder.firstChild, quote ? quote.nextSibling : null);
        changed ();
      }
    },
    theme: css => document.getElementById ('theme').textContent = css,
  };
  globalThis.loft = commands;

  selection.collapse (body.firstElementChild || body, 0);
  tellState ();
  tellHeight ();
})();
