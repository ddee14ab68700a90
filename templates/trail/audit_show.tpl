{{%AUTOESCAPE context="HTML"}}
{{! One event: as audit_view.h says, and REQUEST. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/audit">Audit log</a> / Event{{#NUMBER}} {{SEQ}}{{/NUMBER}}</p>
<h1>{{WHAT}}</h1>
<div class="meta"><code>{{ACTION}}</code>{{#IS_SUCCESS}}<span class="chip state">Done</span>{{/IS_SUCCESS}}{{#WIDER}}<span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider: {{WIDER_SUBJECTS}}</span>{{/WIDER}}{{#IS_FAILURE}}<span class="chip state bad">Failed</span>{{/IS_FAILURE}}{{#IS_REFUSAL}}<span class="chip state bad">Refused</span>{{/IS_REFUSAL}}{{#TIMES}}<span class="chip">{{COUNT}} times in a minute</span>{{/TIMES}}{{#IS_OUTSIDE}}<span class="chip state wait">From outside the organization</span>{{/IS_OUTSIDE}}</div>
</div>
</div>
<div class="stack">
<dl class="facts">
<dt>When</dt><dd>{{#WHEN}}<time datetime="{{ISO}}">{{EXACT}}</time> ({{AGO}}){{/WHEN}}</dd>
{{#TIMES}}<dt>Times</dt><dd>{{COUNT}}, within this minute and from the same source. Refusals of people who are not signed in are counted in one event.</dd>{{/TIMES}}
<dt>Person</dt><dd>{{ACTOR}}{{#ACTOR_LINK}} · <a href="/audit?actor={{ACTOR_ID}}">everything this person did</a>{{/ACTOR_LINK}}</dd>
{{#RECORD_LINK}}<dt>Record</dt><dd><a href="{{RECORD_URL}}">{{RECORD}}</a> · <a href="/audit?record={{RECORD_ID}}">everything about this record</a></dd>{{/RECORD_LINK}}
{{#RECORD_PLAIN}}<dt>Record</dt><dd>{{RECORD}} · <a href="/audit?record={{RECORD_ID}}">everything about this record</a></dd>{{/RECORD_PLAIN}}
<dt>Request</dt><dd><code>{{REQUEST}}</code></dd>
</dl>
<section>
<h2>Before and after</h2>
{{#HAS_CHANGES}}<table class="changes"><thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>
{{#CHANGE}}<tr><th scope="row">{{FIELD}}</th><td data-label="Before">{{#HAS_BEFORE}}<del>{{BEFORE:pre_escape}}</del>{{/HAS_BEFORE}}{{#NO_BEFORE}}<span class="muted">empty</span>{{/NO_BEFORE}}{{#IS_SECRET}}<span class="muted">not recorded</span>{{/IS_SECRET}}</td><td data-label="After">{{#HAS_AFTER}}<ins>{{AFTER:pre_escape}}</ins>{{/HAS_AFTER}}{{#NO_AFTER}}<span class="muted">empty</span>{{/NO_AFTER}}{{#IS_SECRET}}<span class="muted">changed, not recorded</span>{{/IS_SECRET}}</td></tr>{{/CHANGE}}
</tbody></table>{{/HAS_CHANGES}}
{{#NO_CHANGES}}<p class="muted">This event has no fields that changed.</p>{{/NO_CHANGES}}
{{#RAW}}<details class="raw"><summary>Raw JSON</summary><div class="code"><pre tabindex="0">{{JSON:pre_escape}}</pre></div></details>{{/RAW}}
</section>
{{>PROOF}}
</div>
