{{%AUTOESCAPE context="HTML"}}
{{! The versions of a record; filled by record_version_list_show(). }}
{{#TABLE}}<form method="get" action="{{BASE}}/diff">
<table class="list"><caption class="sr">Versions, newest first</caption>
<thead><tr>{{#MAY_COMPARE}}<th class="check" scope="col">From</th><th class="check" scope="col">To</th>{{/MAY_COMPARE}}<th scope="col">Version</th><th scope="col">Labels</th><th scope="col">By</th><th scope="col">Saved</th></tr></thead>
<tbody>
{{#ROW}}<tr>{{#COMPARABLE}}<td class="check" data-label="From"><label><input type="radio" name="from" value="{{NUMBER}}" aria-label="Compare from version {{NUMBER}}"{{#CHOSEN_FROM}} checked{{/CHOSEN_FROM}}></label></td><td class="check" data-label="To"><label><input type="radio" name="to" value="{{NUMBER}}" aria-label="Compare to version {{NUMBER}}"{{#CHOSEN_TO}} checked{{/CHOSEN_TO}}></label></td>{{/COMPARABLE}}<td class="primary"><div class="title">{{#IS_LINKED}}<a class="chip ver" href="{{BASE}}/versions/{{NUMBER}}">v{{NUMBER}}</a>{{/IS_LINKED}}{{#NOT_LINKED}}<span class="chip ver">v{{NUMBER}}</span>{{/NOT_LINKED}}<span{{#NO_MESSAGE}} class="muted"{{/NO_MESSAGE}}>{{CHANGE_MESSAGE}}</span></div></td><td><div class="chips">{{#IS_LATEST}}<span class="chip label latest">latest</span>{{/IS_LATEST}}{{#LABEL}}<span class="chip label{{#PRODUCTION}} production{{/PRODUCTION}}">{{LABEL_NAME}}</span>{{/LABEL}}</div></td><td>{{AUTHOR}}</td><td class="when">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</td></tr>
{{/ROW}}
</tbody></table>
{{#MAY_COMPARE}}<div class="form-actions"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#diff"></use></svg>Compare</button></div>{{/MAY_COMPARE}}
</form>{{/TABLE}}
{{>PAGER_LINKS}}
