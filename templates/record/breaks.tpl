{{%AUTOESCAPE context="HTML"}}
{{! References of a version that lead nowhere, with links to mend; filled by record_breaks.c. }}
{{#BREAKS}}<div class="callout warning" id="broken"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>{{BREAK_COUNT}}</strong>
<ul>{{#BREAK}}<li>v{{BREAK_VERSION}} {{BREAK_VERB}} {{#BREAK_LINKED}}<a href="{{BREAK_URL}}">{{BREAK_NAME}}</a>{{/BREAK_LINKED}}{{#BREAK_PLAIN}}<strong>{{BREAK_NAME}}</strong>{{/BREAK_PLAIN}}{{BREAK_WHY}}{{#MEND}} <a href="{{MEND_URL}}">{{MEND_WORDS}}</a>{{/MEND}}</li>{{/BREAK}}</ul>{{#BREAK_EDIT}}<div class="actions"><a class="btn small" href="{{BASE}}/edit">Edit the {{NOUN}}</a></div>{{/BREAK_EDIT}}</div></div>{{/BREAKS}}
