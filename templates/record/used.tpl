{{%AUTOESCAPE context="HTML"}}
{{! What uses a record, by kind; filled by record_used_show_list(). }}
{{#NO_USES}}<p class="muted">Nothing uses this {{USED_NOUN}}.</p>{{/NO_USES}}
{{#USED_GROUP}}<h3>{{USED_TITLE}} <small>{{USED_COUNT}}</small></h3><ul class="timeline">{{#USED_ROW}}<li><p><a href="{{USE_URL}}">{{USE_NAME}}</a> <span class="chip ver">v{{USE_VERSION}}</span>{{#USE_CURRENT}} <span class="chip label latest">latest</span>{{/USE_CURRENT}}{{#USE_LABEL}} <span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span>{{/USE_LABEL}}{{#USE_LIVE}} <span class="chip label production">production v{{LIVE_VERSION}}</span>{{/USE_LIVE}}{{#USE_ARCHIVED}} <span class="chip state off">Archived</span>{{/USE_ARCHIVED}}{{#USE_STOPPED}} <span class="chip state stopped">Stopped</span>{{/USE_STOPPED}}</p><p>{{USE_WORDS}}{{#USE_FATE}}: <strong>{{FATE}}</strong>{{/USE_FATE}}</p></li>{{/USED_ROW}}</ul>{{/USED_GROUP}}
{{#USED_MORE}}<p class="muted">There are more than this page shows.</p>{{/USED_MORE}}
{{#USED_FURTHER}}<p><a href="{{BASE}}/used-by">Show all uses</a></p>{{/USED_FURTHER}}
