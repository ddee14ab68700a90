{{%AUTOESCAPE context="HTML"}}
{{! A model endpoint: as endpoint_view() has it; PRICES with PRICE (PRICE_MODEL DAY INPUT OUTPUT HOLDS TO_COME), NO_PRICES. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/endpoints">Model endpoints</a></p>
<h1><bdi>{{NAME}}</bdi></h1>
<div class="meta">{{#WORKS}}<span class="chip state">Works</span>{{/WORKS}}{{#FAILS}}<span class="chip state bad">Fails</span>{{/FAILS}}{{#NOT_TESTED}}<span class="chip state wait">Not tested</span>{{/NOT_TESTED}}{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}</div>
</div>
<div class="actions">{{#IS_ACTIVE}}<form class="inline" method="post" action="/settings/endpoints/{{ID}}/test"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Test connection</button></form>{{/IS_ACTIVE}}{{#IS_ARCHIVED}}<form class="inline" method="post" action="/settings/endpoints/{{ID}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Restore</button></form>{{/IS_ARCHIVED}}<a class="btn" href="/settings/endpoints/{{ID}}/edit">Edit</a></div>
</div>
<div class="stack">
<section class="panel"><div class="panel-head"><h2>Endpoint</h2><a href="/audit?record={{ID}}">Activity</a></div><div class="panel-body"><dl class="facts"><dt>Base URL</dt><dd class="mono"><bdi>{{URL}}</bdi></dd><dt>Models</dt><dd><div class="chips">{{#MODEL}}<span class="chip mono"><bdi>{{MODEL_NAME}}</bdi></span>{{/MODEL}}</div></dd><dt>API key</dt><dd>{{KEY}}</dd><dt>Data allowed</dt><dd>{{CLASS}} <span class="muted">{{CLASS_TEXT}}</span></dd><dt>Timeout</dt><dd>{{TIMEOUT_S}} s</dd><dt>Context limit</dt><dd>{{#CONTEXT}}{{TOKENS}} tokens{{/CONTEXT}}{{#NO_CONTEXT}}Not set{{/NO_CONTEXT}}</dd><dt>Last test</dt><dd>{{#CHECK}}{{CHECK_TEXT}}{{#CHECK_ANSWER}} <span class="muted">Status {{STATUS}}.</span>{{/CHECK_ANSWER}} {{#CHECKED}}<time class="muted" datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/CHECKED}}{{/CHECK}}{{#NOT_TESTED}}Never{{/NOT_TESTED}}</dd></dl></div></section>
<section><div class="section-head"><h2>Prices</h2><a class="btn small" href="/settings/endpoints/{{ID}}/prices">Edit prices</a></div>
{{#NO_PRICES}}<p class="muted">None yet. Without a price, calls show their tokens and no cost.</p>{{/NO_PRICES}}
{{#PRICES}}<p class="muted">For a million tokens, in {{CURRENCY}}.</p><table class="list"><caption class="sr">Prices by model, the newest first</caption><thead><tr><th scope="col">Model</th><th scope="col">From</th><th scope="col" class="num">Input</th><th scope="col" class="num">Output</th></tr></thead><tbody>
{{#PRICE}}<tr><td class="primary"><div class="title mono"><bdi>{{PRICE_MODEL}}</bdi></div></td><td data-label="From">{{DAY}}{{#HOLDS}} <span class="chip state">Now</span>{{/HOLDS}}{{#TO_COME}} <span class="chip state wait">To come</span>{{/TO_COME}}</td><td class="num" data-label="Input">{{INPUT}}</td><td class="num" data-label="Output">{{OUTPUT}}</td></tr>
{{/PRICE}}</tbody></table>{{/PRICES}}</section>
<section><h2>Danger zone</h2><div class="danger-zone">{{#IS_ACTIVE}}<div><p><strong>Archive</strong>Nothing is called there any more. You can restore it.</p><form class="inline" method="post" action="/settings/endpoints/{{ID}}/archive"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Archive endpoint</button></form></div>{{/IS_ACTIVE}}<div><p><strong>Delete</strong>With its API key and its prices. It can't be undone.</p><a class="btn danger" href="/settings/endpoints/{{ID}}/delete">Delete endpoint</a></div></div></section>
</div>
