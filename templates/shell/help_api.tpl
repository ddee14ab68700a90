{{%AUTOESCAPE context="HTML"}}
{{! The reference of the API: PUBLIC_URL; OPERATION (OPERATION_ID SUMMARY METHOD PATH STATUSES, PARAMETER (PARAMETER_NAME PARAMETER_PLACE PARAMETER_ABOUT REQUIRED)). }}
<div class="page-head"><div><p class="crumbs"><a href="/help">Help</a></p><h1>API reference</h1><p class="lead">Programs ask with an <a href="/account/tokens">API token</a>: <code>Authorization: Bearer sk-…</code></p></div></div>
<div class="stack">
<section><h2>What all operations share</h2>
<ul>
<li>Answers and bodies are JSON. Every refusal is <code>application/problem+json</code> (RFC 9457), with <code>errors</code> by field.</li>
<li>Lists come in pages: follow <code>Link</code> with <code>rel="next"</code>.</li>
<li>A changed record needs <code>If-Match</code> with its <code>ETag</code>: 428 without, 412 if someone was faster. <code>If-None-Match</code> spares what the program has already: 304.</li>
<li><code>Idempotency-Key</code> makes it safe to send a change again: within a day it is made once.</li>
<li>Programs and servers may ask. A page in a browser may if the operator named its origin (<code>ROSTRUM_API_ORIGINS</code>); it needs a token too.</li>
<li><code>RateLimit</code> says how many requests are left; 429 and 503 say in <code>Retry-After</code> when to go on.</li>
</ul>
<p>The same as OpenAPI 3.1: <a href="/api/v1/openapi.json">{{PUBLIC_URL}}/api/v1/openapi.json</a></p>
</section>
{{#OPERATION}}<section id="operation-{{OPERATION_ID}}"><h2>{{SUMMARY}}</h2>
<p><code>{{METHOD}} {{PATH}}</code></p>
<p class="hint">Answers {{STATUSES}}</p>
<dl class="facts">{{#PARAMETER}}<dt><code>{{PARAMETER_NAME}}</code></dt><dd>{{PARAMETER_PLACE}}{{#REQUIRED}}, required{{/REQUIRED}}. {{PARAMETER_ABOUT}}</dd>{{/PARAMETER}}</dl>
</section>
{{/OPERATION}}
</div>
