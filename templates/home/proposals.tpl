{{%AUTOESCAPE context="HTML"}}
{{! Moves of labels that wait for a decision: ROW with NAME (PATH_TO LEAF) RECORD_URL PROPOSAL_ID LABEL_NAME PRODUCTION FROM TO IS_REMOVED DIFF_URL WHY PERSON AGO IS_STALE MAY_APPROVE; MORE. }}
<section aria-labelledby="proposals-title"><h2 id="proposals-title">Needs review</h2>
<table class="list"><caption class="sr">Proposed moves of labels, newest first</caption>
<thead><tr><th scope="col">Record</th><th scope="col">Move</th><th scope="col">Proposed by</th><th scope="col"><span class="sr">Decide</span></th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{RECORD_URL}}/releases"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a></div>{{#WHY}}<p class="sub">{{REASON}}</p>{{/WHY}}</td><td><span class="chip label{{#PRODUCTION}} production{{/PRODUCTION}}">{{LABEL_NAME}}</span> <a class="nowrap" href="{{DIFF_URL}}">{{#FROM}}v{{N}} {{/FROM}}{{#TO}}to v{{N}}{{/TO}}{{#IS_REMOVED}}removed{{/IS_REMOVED}}</a></td><td>{{PERSON}} <time class="muted nowrap" datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></td><td class="end">{{#IS_STALE}}<span class="chip state off">Moved since</span>{{/IS_STALE}}{{#MAY_APPROVE}}<a class="btn small" href="{{RECORD_URL}}/releases/{{PROPOSAL_ID}}">Review<span class="sr"> {{LABEL_NAME}} of {{NAME}}</span></a>{{/MAY_APPROVE}}</td></tr>
{{/ROW}}
</tbody></table>
{{#MORE}}<p class="hint">And {{#AND_MORE}}more than {{/AND_MORE}}{{MORE_COUNT}}: see the releases of their prompts.</p>{{/MORE}}
</section>
