{{%AUTOESCAPE context="HTML"}}
{{! A line of the inbox: inbox_row_show() says what. }}
<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{ICON}}"></use></svg>
<span class="line-text"><a class="line-name" href="{{NAME_URL}}" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a> {{#HAS_WORD}}<span class="chip state {{TONE}}">{{WORD}}</span> {{/HAS_WORD}}{{#WHAT_LINK}}<a href="{{WHAT_URL}}">{{WHAT}}</a>{{/WHAT_LINK}}{{#WHAT_PLAIN}}<span>{{WHAT}}</span>{{/WHAT_PLAIN}}{{#WIDER}} <span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider: {{WIDER_SUBJECTS}}</span>{{/WIDER}}{{#WHY}} <span class="muted" dir="auto">{{REASON}}</span>{{/WHY}}</span>
<span class="line-meta">{{#BY}}<span dir="auto">{{PERSON}}</span> {{/BY}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>
{{#DO}}<a class="btn small" href="{{VERB_URL}}">{{VERB}}<span class="sr"> {{NAME}}, {{WHAT}}</span></a>{{/DO}}
{{#MARK_READ}}<form class="inline" method="post" action="/inbox/read"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="source" value="{{SOURCE}}"><input type="hidden" name="id" value="{{ID}}"><button class="btn small quiet">Mark as read<span class="sr">: {{NAME}}, {{WHAT}}</span></button></form>{{/MARK_READ}}
