{{%AUTOESCAPE context="HTML"}}
{{! What a version may do that the live one may not; filled by record_scope_show(). }}
<section class="scope" aria-labelledby="scope-title"><h2 id="scope-title">{{SCOPE_TITLE}}</h2>
{{#SCOPE_IS_FIRST}}<p class="muted">There is no version before it to compare with: all of it is new.</p>{{/SCOPE_IS_FIRST}}
{{#FINDINGS}}<ul class="scope-list">{{#FINDING}}<li>{{#IS_WIDER}}<span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider</span>{{/IS_WIDER}}{{#IS_CHANGED}}<span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#changed"></use></svg>Changed</span>{{/IS_CHANGED}}{{#IS_NARROWER}}<span class="chip"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#narrower"></use></svg>Narrower</span>{{/IS_NARROWER}} <span dir="auto">{{WHAT}}</span></li>
{{/FINDING}}</ul>{{/FINDINGS}}
{{#UNCHANGED}}<p class="muted">Unchanged: {{#SUBJECT}}{{#NOT_FIRST}}, {{/NOT_FIRST}}{{WHAT}}{{/SUBJECT}}.</p>{{/UNCHANGED}}
</section>
