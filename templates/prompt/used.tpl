{{%AUTOESCAPE context="HTML"}}
{{! Where a prompt is used; filled by prompt_used_show(). }}
{{#NO_USES}}<p class="muted">No other prompt, agent or team uses this one.</p>{{/NO_USES}}
{{#USES}}<h3>Prompts</h3><ul class="timeline">{{#USE}}<li><p><a href="{{USE_URL}}">{{USE_NAME}}</a> <span class="chip ver">v{{USE_VERSION}}</span>{{#USE_CURRENT}} <span class="chip label latest">latest</span>{{/USE_CURRENT}}{{#USE_LABEL}} <span class="chip label">{{LABEL_NAME}}</span>{{/USE_LABEL}}{{#USE_ARCHIVED}} <span class="chip state off">Archived</span>{{/USE_ARCHIVED}}</p><p>refers to {{#BY_LABEL}}the label {{TARGET_LABEL}}{{/BY_LABEL}}{{#BY_VERSION}}version {{N}}{{/BY_VERSION}}</p></li>{{/USE}}</ul>{{#MORE_USES}}<p class="muted">And more.</p>{{/MORE_USES}}{{/USES}}
{{>USED_BY}}
