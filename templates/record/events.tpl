{{%AUTOESCAPE context="HTML"}}
{{! The newest audit events of a record, on its page; filled by record_events_show(). }}
<section aria-labelledby="events-title"><div class="section-head"><h2 id="events-title">Activity</h2>{{#ALL_EVENTS}}<a href="/audit?record={{ALL_ID}}">Everything about this record</a>{{/ALL_EVENTS}}</div>
<ol class="timeline">{{#EVENT}}<li><p>{{#EVENT_LINK}}<a href="/audit/{{EVENT_ID}}">{{EVENT_WHAT}}</a>{{/EVENT_LINK}}{{#NO_EVENT_LINK}}{{EVENT_WHAT}}{{/NO_EVENT_LINK}}{{#EVENT_DIFF}} · <a href="{{DIFF_URL}}">Compare</a>{{/EVENT_DIFF}}{{#WIDER}} <span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider: {{WIDER_SUBJECTS}}</span>{{/WIDER}}{{#EVENT_OUTSIDE}} <span class="chip state wait">from outside</span>{{/EVENT_OUTSIDE}}</p><p>{{EVENT_ACTOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</p></li>{{/EVENT}}</ol>
{{#MORE_EVENTS}}<p><a href="/audit?record={{RECORD_ID}}">Older events</a></p>{{/MORE_EVENTS}}
</section>
