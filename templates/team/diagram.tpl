{{%AUTOESCAPE context="HTML"}}
{{! A team as a picture and in words; filled by team_diagram_show(): PICTURE once for wide screens and once, LAYOUT upright, for narrow ones. With links it is a group, since an image holds none. }}
<figure class="diagram">
<div class="diagram-box" tabindex="0" role="region" aria-label="{{DIAGRAM_NAME}}, scrollable">{{#PICTURE}}<svg class="{{LAYOUT}}" width="{{DIAGRAM_WIDTH}}" height="{{DIAGRAM_HEIGHT}}" viewBox="{{DIAGRAM_LEFT}} {{DIAGRAM_TOP}} {{DIAGRAM_WIDTH}} {{DIAGRAM_HEIGHT}}" role="{{#IS_LINKED}}group{{/IS_LINKED}}{{#NOT_LINKED}}img{{/NOT_LINKED}}" aria-labelledby="{{LAYOUT}}-name {{LAYOUT}}-desc"><title id="{{LAYOUT}}-name">{{DIAGRAM_NAME}}</title><desc id="{{LAYOUT}}-desc">{{KIND_LABEL}}. {{KIND_SENTENCE}}</desc>
<defs><marker id="{{LAYOUT}}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8Z"></path></marker></defs>
{{#LINE}}<path class="line{{#IS_BACK}} back{{/IS_BACK}}" d="{{PATH}}"{{#HAS_ARROW}} marker-end="url(#{{LAYOUT}}-arrow)"{{/HAS_ARROW}}></path>{{/LINE}}
{{#HUB}}<g class="hub"><rect x="{{X}}" y="{{Y}}" width="{{WIDTH}}" height="{{HEIGHT}}" rx="24"></rect><text x="{{MIDDLE}}" y="{{NAME_Y}}">{{HUB_TEXT}}</text></g>{{/HUB}}
{{#NODE}}{{#LINK}}<a href="/agents/{{AGENT_ID}}">{{/LINK}}<g class="node {{ROLE_CLASS}}"><title>{{FULL_NAME}}</title><rect x="{{X}}" y="{{Y}}" width="{{WIDTH}}" height="{{HEIGHT}}" rx="6"></rect><text x="{{MIDDLE}}" y="{{NAME_Y}}">{{NODE_NAME}}</text><text class="mark" x="{{MIDDLE}}" y="{{MARK_Y}}">{{MARK}}</text></g>{{#LINK_END}}</a>{{/LINK_END}}{{/NODE}}
{{#LINE_LABEL}}<text class="condition" x="{{X}}" y="{{Y}}">{{CONDITION}}</text>{{/LINE_LABEL}}
</svg>{{/PICTURE}}</div>
<figcaption><details><summary>Text description</summary><ul>{{#WORDS}}<li>{{SENTENCE}}</li>{{/WORDS}}</ul></details></figcaption>
</figure>
