{{%AUTOESCAPE context="HTML"}}
{{! The bill of materials of a record; filled by page_bom_show(). ITEM (TYPE ICON PATH_TO LEAF IS_RECORD IS_PART OF_VERSION BY_LABEL STOPPED HAS_DETAIL HASHED HAS_PROBLEM). }}
{{>HEAD}}
<div class="stack">
<div class="section-head"><p class="muted">Version {{SHOWN_VERSION}}{{#IS_OLD}}, while version {{CURRENT_VERSION}} is current{{/IS_OLD}}: {{ITEM_COUNT}} parts, with labels as they are now. The hash is SHA-256 of the content as it is stored.</p><a class="btn" href="{{BASE}}/bom/cyclonedx?version={{SHOWN_VERSION}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>CycloneDX</a></div>
{{#IS_CUT}}<div class="callout warning" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><p>This is not all: there are more than 2,000 parts, or more than 500 records.</p></div></div>{{/IS_CUT}}
<table class="list bom"><caption class="sr">Parts</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Version</th><th scope="col">SHA-256</th></tr></thead>
<tbody>
{{#ITEM}}<tr><td class="primary"><div class="title"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{ICON}}"></use></svg>{{#IS_RECORD}}<a href="{{URL}}" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a>{{/IS_RECORD}}{{#IS_PART}}<span dir="auto">{{NAME}}</span>{{/IS_PART}}</div>{{#HAS_DETAIL}}<p class="sub" dir="auto">{{DETAIL}}</p>{{/HAS_DETAIL}}</td><td data-label="Type">{{TYPE}}</td><td data-label="Version"><div class="chips">{{#OF_VERSION}}<span class="chip ver">v{{N}}</span>{{/OF_VERSION}}{{#BY_LABEL}}<span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span>{{/BY_LABEL}}{{#STOPPED}}<span class="chip state stopped">Stopped</span>{{/STOPPED}}</div></td><td data-label="SHA-256">{{#HASHED}}<code>{{SHA256}}</code>{{/HASHED}}{{#HAS_PROBLEM}}<span class="chip state bad">Not found</span> {{PROBLEM}}{{/HAS_PROBLEM}}</td></tr>
{{/ITEM}}
</tbody></table>
</div>
