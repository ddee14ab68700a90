{{%AUTOESCAPE context="HTML"}}
{{! Whether a version may get a label; filled by record_evidence_show(). }}
{{#HAS_EVIDENCE}}<section class="panel" aria-labelledby="evidence-title"><div class="panel-head"><h2 id="evidence-title">Evidence</h2><span class="chip state {{EVIDENCE_CLASS}}">{{EVIDENCE_WORD}}</span></div><div class="panel-body stack">
<p>{{EVIDENCE_LABEL}} needs {{NEEDS}}.</p>
{{#NOT_MET}}<p><strong>{{MISSING}}</strong></p>{{/NOT_MET}}
{{#HAS_CHANGED}}<ul class="rows">{{/HAS_CHANGED}}{{#EVIDENCE_CHANGE}}<li><a href="{{CHANGED_URL}}" dir="auto">{{CHANGED_NAME}}</a> {{#BEFORE}}<span class="chip ver">v{{N}}</span>{{/BEFORE}}{{#IS_NEW_PART}}not used before{{/IS_NEW_PART}} <span aria-hidden="true">→</span><span class="sr">to</span> {{#NOW}}<span class="chip ver">v{{N}}</span>{{/NOW}}{{#IS_GONE_PART}}not used any more{{/IS_GONE_PART}}{{#CHANGED_DIFF}} <a href="{{DIFF_URL}}">Changes</a>{{/CHANGED_DIFF}}</li>{{/EVIDENCE_CHANGE}}{{#HAS_CHANGED}}</ul>{{/HAS_CHANGED}}
{{#EVIDENCE_RUN}}<p class="muted"><a href="{{RUN_URL}}">{{RUN_PASSED}} of {{RUN_RESULTS}} passed</a>, {{RUN_RATE}}, of <span dir="auto">{{RUN_SET}}</span> v{{RUN_SET_VERSION}} on {{RUN_MODEL}}{{#RUN_CARRIED}}, carried by runner <bdi>{{RUNNER_NAME}}</bdi>{{/RUN_CARRIED}}{{#RUN_ENDED}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/RUN_ENDED}} · <a href="{{RUN_URL}}/compare">Compare</a></p>{{#RUN_IMPORTED}}<p><span class="chip state wait">Imported</span> {{IMPORTED_WORDS}}</p>{{/RUN_IMPORTED}}{{/EVIDENCE_RUN}}
{{#RUN_AGAIN}}<p>To run again: {{AGAIN_CASES}}. The last run took {{AGAIN_TOKENS}}{{#AGAIN_PRICED}} and {{AGAIN_COST}}{{/AGAIN_PRICED}}.</p>{{/RUN_AGAIN}}
{{#NOT_MET}}<p class="actions"><a class="btn small" href="{{BASE}}/tests/new?version={{EVIDENCE_VERSION}}">Run the tests of v{{EVIDENCE_VERSION}}</a></p>{{/NOT_MET}}
</div></section>{{/HAS_EVIDENCE}}
