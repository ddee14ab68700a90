{{%AUTOESCAPE context="HTML"}}
{{! Duties and their dates; filled by page_register_duties(). LIST (LAW AS_OF HAS_NOTE DUTY OF_SOURCE), or BROKEN (PROBLEM). }}
<div class="page-head"><div><p class="crumbs"><a href="/register">Register</a></p><h1>Duties and their dates</h1>{{#LIST}}<p class="lead">{{LAW}}, as of <time datetime="{{AS_OF}}">{{AS_OF}}</time>. From the file of this installation; no legal advice.</p>{{/LIST}}</div></div>
{{#BROKEN}}<div class="callout error" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div><p>The file of duties can't be used: {{PROBLEM}}</p><p>Whoever runs this installation finds its path in the log.</p></div></div>{{/BROKEN}}
{{#LIST}}<div class="stack">
{{#HAS_NOTE}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><p>{{NOTE}}</p></div></div>{{/HAS_NOTE}}
<table class="list wide duties"><caption class="sr">Duties</caption>
<thead><tr><th scope="col">Duty</th><th scope="col">Applies from</th><th scope="col">Risk classes</th></tr></thead>
<tbody>
{{#DUTY}}<tr><td class="primary"><div class="title">{{DUTY_TITLE}} <span class="muted">{{ARTICLES}}</span></div><p class="muted">{{DUTY_TEXT}}</p><p class="muted">Source: {{SOURCE}}</p></td><td data-label="Applies from"><time class="nowrap" datetime="{{FROM}}">{{FROM}}</time> {{#APPLIES}}<span class="chip state">Applies</span>{{/APPLIES}}{{#UNLESS}}<span class="chip state wait">Applies unless postponed</span>{{/UNLESS}}{{#COMES}}<span class="chip state wait">To come</span>{{/COMES}}{{#MOVES}}<p class="muted">May move to <time datetime="{{MAY_MOVE_TO}}">{{MAY_MOVE_TO}}</time></p>{{/MOVES}}</td><td data-label="Risk classes"><div class="chips">{{#CONCERNS}}<a class="chip tag" href="/register?risk={{RISK_NAME}}">{{RISK}}</a>{{/CONCERNS}}</div></td></tr>
{{/DUTY}}
</tbody></table>
<section class="panel"><div class="panel-head"><h2>Sources</h2></div><div class="panel-body"><ul class="rows">{{#OF_SOURCE}}<li>{{SOURCE_TITLE}}: {{SOURCE_URL}}</li>{{/OF_SOURCE}}</ul></div></section>
</div>{{/LIST}}
