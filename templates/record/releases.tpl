{{%AUTOESCAPE context="HTML"}}
{{! The labels of a record; filled by page_record_releases(). }}
{{>HEAD}}
<div class="split">
<div class="stack">
<section aria-labelledby="labels-title"><div class="section-head"><h2 id="labels-title">Labels</h2>{{#STOP_BUTTON}}<a class="btn small danger" href="{{BASE}}/stop"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#stop"></use></svg>Stop</a>{{/STOP_BUTTON}}</div>
<table class="list labels"><caption class="sr">Labels</caption><thead><tr><th scope="col">Label</th><th scope="col">Version</th><th scope="col">Since</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>
{{#LABEL}}<tr><td class="primary"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span>{{#PROTECTED}} <span class="muted">protected</span>{{/PROTECTED}}</td><td>{{#IS_LINKED}}<a class="chip ver" href="{{BASE}}/versions/{{LABEL_VERSION}}">v{{LABEL_VERSION}}</a>{{/IS_LINKED}}{{#NOT_LINKED}}<span class="chip ver">v{{LABEL_VERSION}}</span>{{/NOT_LINKED}}{{#NOT_SET}}<span class="muted">Nothing released yet</span>{{/NOT_SET}}</td><td class="when">{{#SINCE}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SINCE}}{{#BY}} by {{MOVED_BY}}{{/BY}}</td><td class="end"><div class="row-actions">{{#STEP}}<a class="btn small" href="{{BASE}}/releases/change?label={{LABEL_NAME:url_query_escape}}&amp;to_version={{STEP_VERSION}}">{{STEP_VERB}} v{{STEP_VERSION}}<span class="sr">, {{LABEL_NAME}}</span></a>{{/STEP}}{{#CERTIFICATE}}<form class="inline" method="post" action="{{BASE}}/proof"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><button class="btn small quiet">Certificate<span class="sr"> of {{LABEL_NAME}} now</span></button></form>{{/CERTIFICATE}}{{#MAY_REMOVE}}<form class="inline" method="post" action="{{BASE}}/releases/remove"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="seen" value="{{LABELS_SEEN}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><button class="btn small quiet">Remove label<span class="sr"> {{LABEL_NAME}}</span></button></form>{{/MAY_REMOVE}}</div></td></tr>
{{/LABEL}}
<tr><td class="primary"><span class="chip label latest">latest</span></td><td><span class="chip ver">v{{CURRENT_VERSION}}</span></td><td class="when">the newest version</td><td></td></tr>
</tbody></table>
</section>
{{#EVIDENCE_SECTION}}<section aria-labelledby="evidence-title"><div class="section-head"><h2 id="evidence-title">Evidence</h2>{{#SETS_RULES}}<a href="{{BASE}}/releases/rule">Set a rule</a>{{/SETS_RULES}}</div>
{{#NO_RULE}}<p class="muted">Labels of this {{NOUN}} move without evidence.</p>{{/NO_RULE}}{{/EVIDENCE_SECTION}}
{{#EVIDENCE_RULE}}<article class="panel"><div class="panel-head"><h3><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span></h3><a href="{{BASE}}/releases/rule?label={{LABEL_NAME:url_query_escape}}">Rule<span class="sr"> of {{LABEL_NAME}}</span></a></div><div class="panel-body stack"><p class="muted">Needs {{NEEDS}}.</p>
{{#EVIDENCE_LINE}}<p><span class="chip ver">v{{EVIDENCE_VERSION}}</span> {{#EVIDENCE_LINKED}}<a class="chip state {{EVIDENCE_CLASS}}" href="{{RUN_URL}}">{{EVIDENCE_WORD}}</a>{{/EVIDENCE_LINKED}}{{#EVIDENCE_PLAIN}}<span class="chip state {{EVIDENCE_CLASS}}">{{EVIDENCE_WORD}}</span>{{/EVIDENCE_PLAIN}}{{#EVIDENCE_IMPORTED}} <span class="chip state wait">Imported</span>{{/EVIDENCE_IMPORTED}} {{EVIDENCE_WHY}}</p>{{/EVIDENCE_LINE}}</div></article>
{{/EVIDENCE_RULE}}{{#EVIDENCE_SECTION}}</section>{{/EVIDENCE_SECTION}}
<section aria-labelledby="label-usage-title"><div class="section-head"><h2 id="label-usage-title">Served by label</h2><a href="{{BASE}}/used-by">Details</a></div>
<dl class="facts">{{#LABEL_USAGE}}<dt>{{#BY_NUMBER}}By version number{{/BY_NUMBER}}{{USED_LABEL}}</dt><dd>{{USAGE_WORDS}}{{#LAST_SERVED}}<span class="muted">, last <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_SERVED}}</dd>{{/LABEL_USAGE}}</dl>
</section>
{{#HAS_PROPOSALS}}<section aria-labelledby="proposals-title"><h2 id="proposals-title">Proposals</h2><div class="stack">
{{#PROPOSAL}}<article class="panel" id="proposal-{{PROPOSAL_ID}}"><div class="panel-head"><h3><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span> {{#FROM}}v{{N}} {{/FROM}}{{#TO}}to v{{N}}{{/TO}}{{#IS_REMOVED}}remove it{{/IS_REMOVED}}</h3><span class="chip state {{STATE_CLASS}}">{{STATE}}</span></div><div class="panel-body stack">{{#WHY}}<p dir="auto">{{REASON}}</p>{{/WHY}}<p class="muted">Proposed by {{PROPOSED_BY}}{{#WHEN}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}{{#DECISION}}; {{STATE}} by {{DECIDED_BY}}{{#DECIDED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/DECIDED}}. {{DECISION_REASON}}{{/DECISION}}</p>{{#WIDER}}<p><span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider: {{WIDER_SUBJECTS}}</span></p>{{/WIDER}}{{#IS_STALE}}<div class="callout warning"><div>The label was moved since this was proposed, so it can't be approved any more.</div></div>{{/IS_STALE}}{{#REVIEW_LINK}}<p class="actions"><a class="btn small" href="{{BASE}}/releases/{{PROPOSAL_ID}}">{{REVIEW_WORDS}}<span class="sr">: {{LABEL_NAME}}</span></a></p>{{/REVIEW_LINK}}</div></article>
{{/PROPOSAL}}
</div></section>{{/HAS_PROPOSALS}}
<section aria-labelledby="moves-title"><h2 id="moves-title">Label history</h2>
{{#NO_MOVES}}<p class="muted">No label was moved yet.</p>{{/NO_MOVES}}
{{#MOVES}}<table class="list"><caption class="sr">Moves, newest first</caption><thead><tr><th scope="col">Label</th><th scope="col">Move</th><th scope="col">By</th><th scope="col">When</th></tr></thead><tbody>
{{#MOVE}}<tr><td class="primary"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span><p class="sub">{{REASON}}</p>{{#WITHOUT_EVIDENCE}}<p class="sub"><a href="{{BASE}}/overrides/{{OVERRIDE_ID}}">Without evidence</a></p>{{/WITHOUT_EVIDENCE}}{{#BY_RUN}}<p class="sub"><a href="{{BASE}}/tests/{{RUN_ID}}">Tested</a></p>{{/BY_RUN}}</td><td>{{#FROM}}v{{N}} {{/FROM}}{{#TO}}to v{{N}}{{/TO}}{{#IS_REMOVED}}removed{{/IS_REMOVED}}</td><td>{{MOVED_BY}}{{#PROPOSED}}<p class="sub">proposed by {{PROPOSED_BY}}</p>{{/PROPOSED}}</td><td class="when">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</td></tr>
{{/MOVE}}
</tbody></table>{{/MOVES}}
{{#OLDER_MOVES}}<nav class="pager" aria-label="Pages"><a class="btn small" rel="next" href="{{BASE}}/releases?cursor={{OLDER_CURSOR:url_query_escape}}">Older</a></nav>{{/OLDER_MOVES}}
</section>
</div>
<aside class="aside" aria-label="Set a label, look up a date">
{{#MOVE_FORM}}<section><h2>Set a label</h2>
<form class="form" method="get" action="{{BASE}}/releases/change">
{{>ERROR_SUMMARY}}
<div class="field"><label for="label-choice">Label</label><select id="label-choice" name="label">{{#LABEL_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{VALUE}}</option>{{/LABEL_OPTION}}</select></div>
<div class="field"><label for="label">New label <span class="optional">optional</span></label><input id="label" name="other" value="{{OTHER}}" maxlength="36" spellcheck="false" autocomplete="off"{{#LABEL_ERROR}} aria-invalid="true" aria-describedby="label-error"{{/LABEL_ERROR}}>{{#LABEL_ERROR}}<p class="field-error" id="label-error">{{MESSAGE}}</p>{{/LABEL_ERROR}}</div>
<div class="field"><label for="to_version">Version</label><select id="to_version" name="to_version"{{#TO_VERSION_ERROR}} aria-invalid="true" aria-describedby="to_version-error"{{/TO_VERSION_ERROR}}>{{#VERSION_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>v{{VALUE}} {{TEXT}}</option>{{/VERSION_OPTION}}</select>{{#TO_VERSION_ERROR}}<p class="field-error" id="to_version-error">{{MESSAGE}}</p>{{/TO_VERSION_ERROR}}</div>
<div class="form-actions"><button class="btn">Continue</button></div>
</form></section>{{/MOVE_FORM}}
<section class="stack"><h2>Look up a date</h2>
<form class="form" method="get" action="{{BASE}}/releases">
<div class="field"><label for="day-label">Label</label><input id="day-label" name="label" value="{{DAY_LABEL}}" maxlength="36" required spellcheck="false"></div>
<div class="field"><label for="on">Day</label><input id="on" name="on" type="date" value="{{DAY}}" required aria-describedby="on-hint{{#DAY_ERROR}} on-error{{/DAY_ERROR}}"{{#DAY_ERROR}} aria-invalid="true"{{/DAY_ERROR}}><p class="hint" id="on-hint">From midnight to midnight in <a href="/account">{{ZONE}}</a>.</p>{{#DAY_ERROR}}<p class="field-error" id="on-error">{{DAY_PROBLEM}}</p>{{/DAY_ERROR}}</div>
<div class="form-actions"><button class="btn">Show</button></div>
</form>
{{#ANSWER}}<div class="callout" id="answer" role="status"><div><p><strong>{{ASKED_LABEL}}</strong> on {{ASKED_DAY}}{{#ANSWER_SO_FAR}}, so far{{/ANSWER_SO_FAR}} (times in {{ZONE}})</p>{{#ANSWER_NONE}}<p>On {{ASKED_DAY}} no version had the label <strong>{{ASKED_LABEL}}</strong>.</p>{{/ANSWER_NONE}}<ul class="rows">{{#ANSWER_ROW}}<li>{{ANSWER_FROM}} {{#ANSWER_VERSION}}<a href="{{BASE}}/versions/{{N}}">version {{N}}</a>{{/ANSWER_VERSION}}{{#ANSWER_REMOVED}}no version{{/ANSWER_REMOVED}}, by {{ANSWER_BY}}{{#ANSWER_SINCE}} on <time datetime="{{ISO}}">{{EXACT}}</time>{{/ANSWER_SINCE}}{{#ANSWER_PROOF}} <form class="inline" method="post" action="{{BASE}}/proof"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="label" value="{{ASKED_LABEL}}"><input type="hidden" name="at" value="{{PROOF_AT}}"><button class="link">Certificate</button></form>{{/ANSWER_PROOF}}</li>{{/ANSWER_ROW}}</ul>{{#ANSWER_MORE}}<p>It moved more often than this page shows.</p>{{/ANSWER_MORE}}</div></div>{{/ANSWER}}
</section>
</aside>
</div>
