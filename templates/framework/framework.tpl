{{%AUTOESCAPE context="HTML"}}
{{! An agent or a team in the formats of other frameworks; filled by page_framework_list(). CHOICE (LABEL_NAME IS_CHOSEN), FORMAT (FORMAT_NAME FORMAT_LABEL FORMAT_ABOUT IMPOSSIBLE POSSIBLE AS_ARCHIVE LOSSES SNIPPET). }}
{{>HEAD}}
<div class="stack">
<form class="filters" method="get" action="{{BASE}}/exports"><div class="field"><label for="label">Version</label><select id="label" name="label">{{#NONE_CHOSEN}}<option value="" selected>v{{SHOWN_VERSION}}</option>{{/NONE_CHOSEN}}{{#CHOICE}}<option value="{{LABEL_NAME}}"{{#IS_CHOSEN}} selected{{/IS_CHOSEN}}>{{LABEL_NAME}}</option>{{/CHOICE}}</select></div><button class="btn">Show</button></form>
<section class="panel"><div class="panel-head"><h2>For Rostrum</h2><a class="btn" href="{{BASE}}/export"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Download<span class="sr"> for Rostrum</span></a></div><div class="panel-body"><p>All labeled versions as a document that another Rostrum imports.</p></div></section>
<h2>Version {{SHOWN_VERSION}} for other frameworks</h2>
{{#FORMAT}}<section class="panel"><div class="panel-head"><h3>{{FORMAT_LABEL}}</h3>{{#POSSIBLE}}<a class="btn" href="{{BASE}}/exports/file?format={{FORMAT_NAME}}&amp;version={{OF_VERSION}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Download<span class="sr"> for {{FORMAT_LABEL}}</span></a>{{/POSSIBLE}}</div><div class="panel-body"><p>{{FORMAT_ABOUT}}{{#AS_ARCHIVE}} Several files, as one .tar.{{/AS_ARCHIVE}}</p>
{{#IMPOSSIBLE}}<p><span class="chip state off">Not possible</span> {{PROBLEM}}</p>{{/IMPOSSIBLE}}
{{#LOSSES}}<details><summary>Not carried over: {{LOSS_COUNT}}</summary><ul>{{#LOSS}}<li><bdi>{{LOSS_TEXT}}</bdi></li>{{/LOSS}}</ul></details>{{/LOSSES}}
{{#SNIPPET}}<details><summary>Code that runs it</summary><div class="code"><div class="code-head"><span>Beside the file, in JavaScript</span><button class="btn small quiet" type="button" data-copy="snippet" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy</span></button></div><pre id="snippet" tabindex="0">{{BI_NEWLINE}}{{SNIPPET_TEXT:pre_escape}}</pre></div></details>{{/SNIPPET}}
</div></section>
{{/FORMAT}}
</div>
