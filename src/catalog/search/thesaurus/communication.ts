/** Access, messages, media, time and places. How it is written is told in `thesaurus.ts`. */
export const communication = `
role permission access
permission access right scope privilege
access permission grant
admin administrator owner
rights permissions role
address location
country nation region
region location datacenter data_center zone
data_center datacentre region datacenter
place location venue
city town
password credential secret passphrase
secret credential token key password
token key credential api_key access_token
api_key token access_key apikey
public_key ssh_key
certificate cert ssl tls
two_factor mfa 2fa otp
email mail e_mail
mail email message
message text sms chat post
sms text message
texts messages sms
text message
text content body
chat conversation message channel
conversation chat thread channel
private_message direct_message dm
thread conversation discussion
discussion thread topic conversation
channel room chat
room channel
server guild
post message article entry
write post create send
call phone ring dial voice
ring call dial
phone telephone phone_number number
phone_number number telephone
hang_up end complete
voicemail recording
recording audio record
listen play recording audio
speech voice audio speak
read_aloud read_out speech text_to_speech
speech_text transcription transcribe
transcript transcription text
transcription transcript
picture image photo avatar icon thumbnail cover logo
image picture photo
avatar photo picture profile_picture profile_photo icon
preview thumbnail
icon emoji
emoticon emoji smiley
emoji emoticon reaction
video movie clip film
movie film video
film movie
show series tv program
series tv_show show
episode chapter installment
podcast show
actor cast person credits
song track music tune
track song
songs tracks
music track song audio playback
singer artist musician band
band artist group
album record
record entry row document item
records documents entries rows
playlist mixtape
tempo audio_feature
playback player play
player playback device
speaker device player
next skip forward
previous back
genre category
recommend suggest recommendation similar
suggest recommend recommendation suggestion
similar related alike like
related similar
popular top trending
best top highest
newest latest recent last new
latest newest recent current
recent latest last recently history
lately recently recent
old older previous past earlier
history log past activity changes timeline
past history previous
revision version history
version revision release
versions revisions history
change revision update diff
log event activity audit record output
logs log output events
output log
audit_log audit history activity events
event activity happening
calendar schedule event
meeting event call conference
conference meeting
reminder alert
weather forecast climate temperature
forecast weather prediction
news article headline story
article post story
blog post
page site
website site web_page domain page
url link address
link url hyperlink
public_url shared_link public_link
domain hostname host dns
dns domain record
dns_entry domain_record dns_record
hostname domain
ip ip_address address
ip_address ip
port rule
firewall security_group
traffic requests load
load_balancer balancer
distribute balance
server machine host instance vm node droplet
machine server instance vm node host
virtual_machine vm instance server droplet machine
vm virtual_machine instance
machine_type size flavor instance_type plan
node machine worker
image snapshot
`;
