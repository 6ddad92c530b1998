/* Muster pixel. Sets no cookie; keeps a random key in localStorage once consent is given, reports to the origin it was loaded from. */
!((w, d, n) => {
  var tag = d.currentScript;
  var pixel = tag?.dataset.pixel;
  var early = w.muster?.q || [];
  if (!pixel || w.muster?.on) return;
  var url = new URL(`/api/pixel/${pixel}`, tag.src).href;
  var name = `muster.${pixel}`;
  var off = n.globalPrivacyControl || n.doNotTrack === '1' || w.doNotTrack === '1';
  var state = {};
  try {
    state = JSON.parse(localStorage.getItem(name)) || {};
  } catch {}
  var ok = state.c === 1 || (state.c !== 0 && tag.dataset.consent === 'granted');
  var queue = [];
  var who, timer, path;

  function id() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => (b + 256).toString(16).slice(1)).join('');
  }
  function save() {
    try {
      localStorage.setItem(name, JSON.stringify(state));
    } catch {}
  }
  function post(body) {
    body.v = state.v;
    body.s = Date.now();
    body.c = ok ? 1 : 0;
    return fetch(url, {
      method: 'POST',
      mode: 'cors',
      credentials: 'omit',
      keepalive: true,
      referrerPolicy: 'no-referrer',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify(body),
    });
  }
  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (off || !ok || (!queue.length && !who)) return;
    if (!state.v) {
      state.v = id();
      save();
    }
    var body = { e: queue.splice(0, 20) };
    var events = body.e;
    if (who) body.id = who;
    var asked = who;
    who = 0;
    post(body).then((r) => {
      if (r.status === 429 || r.status > 499) again();
    }, again);
    function again() {
      queue = events.concat(queue).slice(0, 50);
      who = who || asked;
      timer = timer || setTimeout(flush, 5e3);
    }
    if (queue.length) flush();
  }
  function track(event, props) {
    if (off) return;
    queue.push({ i: id(), n: event, t: Date.now(), p: props || {} });
    queue = queue.slice(-50);
    timer = timer || setTimeout(flush, 300);
  }
  function bare(u) {
    return u ? u.split(/[?#]/)[0] : '';
  }
  function page() {
    path = location.pathname;
    track('page_view', { path: path, url: bare(location.href), title: d.title.slice(0, 200), referrer: bare(d.referrer) });
  }
  function moved() {
    setTimeout(() => {
      if (path !== location.pathname) page();
    });
  }
  function muster(what, a, b) {
    if (what === 'track') track(a, b);
    else if (what === 'page') page();
    else if (what === 'identify') {
      who = a;
      flush();
    } else if (what === 'reset') {
      flush();
      queue = [];
      delete state.v;
      save();
    } else if (what === 'consent') {
      if (!a && state.v) post({ forget: true }).catch(() => {});
      ok = !!a;
      state = a ? { v: state.v, c: 1 } : { c: 0 };
      if (!a) queue = [];
      save();
      flush();
    }
  }
  muster.on = 1;
  w.muster = muster;
  var here = new URL(location.href);
  var token = here.searchParams.get('_mv');
  if (token) {
    here.searchParams.delete('_mv');
    history.replaceState(history.state, '', here);
    who = { token: token };
  }
  ['pushState', 'replaceState'].forEach((f) => {
    var real = history[f];
    history[f] = function (...args) {
      real.apply(this, args);
      moved();
    };
  });
  w.addEventListener('popstate', moved);
  d.addEventListener('visibilitychange', () => {
    if (d.hidden) flush();
  });
  page();
  early.forEach((a) => {
    muster.apply(0, a);
  });
})(window, document, navigator);
