{{%AUTOESCAPE context="HTML"}}
{{! The reference of the API: PUBLIC_URL; GROUP (GROUP_TITLE, LINK (OPERATION_ID SUMMARY)); OPERATION (OPERATION_ID SUMMARY METHOD PATH STATUSES, PARAMETERS: PARAMETER (PARAMETER_NAME PARAMETER_PLACE PARAMETER_ABOUT REQUIRED)). }}
<div class="page-head"><div><p class="crumbs"><a href="/help">Help</a></p><h1>API reference</h1><p class="lead">Programs ask with an <a href="/account/tokens">API token</a>: <code>Authorization: Bearer sk-…</code></p></div><div class="actions"><a class="btn" href="/api/v1/openapi.json"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>OpenAPI 3.1</a></div></div>
<div class="split">
<div class="stack">
<section class="panel"><div class="panel-head"><h2>What all operations share</h2></div><div class="panel-body">
<dl class="facts">
<dt>Format</dt><dd>Answers and bodies are JSON. Every refusal is <code>application/problem+json</code> (RFC 9457), with <code>errors</code> by field.</dd>
<dt>Pages</dt><dd>Lists come in pages: follow <code>Link</code> with <code>rel="next"</code>.</dd>
<dt>Changes</dt><dd>A changed record needs <code>If-Match</code> with its <code>ETag</code>: 428 without, 412 if someone was faster. <code>If-None-Match</code> spares what the program has already: 304.</dd>
<dt>Once</dt><dd><code>Idempotency-Key</code> makes it safe to send a change again: within a day it is made once.</dd>
<dt>Browsers</dt><dd>Programs and servers may ask. A page in a browser may if the operator named its origin (<code>ROSTRUM_API_ORIGINS</code>); it needs a token too.</dd>
<dt>Limits</dt><dd><code>RateLimit</code> says how many requests are left; 429 and 503 say in <code>Retry-After</code> when to go on.</dd>
<dt>Description</dt><dd>The same as OpenAPI 3.1: <a href="/api/v1/openapi.json">{{PUBLIC_URL}}/api/v1/openapi.json</a></dd>
</dl>
</div></section>
{{#OPERATION}}<section class="panel" id="operation-{{OPERATION_ID}}"><div class="panel-head"><h2>{{SUMMARY}}</h2><span class="muted">Answers {{STATUSES}}</span></div><div class="panel-body stack">
<div class="code"><pre tabindex="0"><b>{{METHOD}}</b> {{PATH}}</pre></div>
{{#PARAMETERS}}<dl class="facts">{{#PARAMETER}}<dt><code>{{PARAMETER_NAME}}</code></dt><dd><span class="muted">{{PARAMETER_PLACE}}{{#REQUIRED}}, required{{/REQUIRED}}</span> {{PARAMETER_ABOUT}}</dd>{{/PARAMETER}}</dl>{{/PARAMETERS}}
</div></section>
{{/OPERATION}}
</div>
<aside class="aside" aria-label="Operations">{{#GROUP}}<section><h2>{{GROUP_TITLE}}</h2><ul class="rows">{{#LINK}}<li><a href="#operation-{{OPERATION_ID}}">{{SUMMARY}}</a></li>{{/LINK}}</ul></section>{{/GROUP}}</aside>
</div>
