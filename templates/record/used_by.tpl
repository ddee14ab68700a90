{{%AUTOESCAPE context="HTML"}}
{{! Who refers to a record, by noun; filled by record_used_show(). }}
{{#USED_GROUP}}<h3>{{USED_TITLE}}</h3><ul class="timeline">{{#USED_ROW}}<li><p><a href="{{USE_URL}}">{{USE_NAME}}</a>{{#USE_ARCHIVED}} <span class="chip state off">Archived</span>{{/USE_ARCHIVED}}</p><p>{{USE_WORDS}}</p></li>{{/USED_ROW}}</ul>{{#USED_MORE}}<p class="muted">And more.</p>{{/USED_MORE}}{{/USED_GROUP}}
