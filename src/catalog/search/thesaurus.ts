import type { Stemmer } from './words.ts';

/**
 * Words that mean about the same in the language of APIs and of those who use them: a line is a group, `_` joins the
 * words of a phrase. A word may stand in several groups. Before `>` stand words that people say, behind it what APIs call
 * it; such a line counts in this direction only. None of it comes from one API: each line holds for many.
 */
const lines = `
list enumerate show display browse view see
get fetch retrieve read obtain load show see look_up find view access
describe inspect detail details information info about properties
find search query look_up lookup locate filter discover
find_out know tell > get list
download fetch export get_content retrieve
create add make new insert generate register
post submit send publish write create
set_up setup configure provision create initialize
spin_up launch start create deploy provision boot
start run launch begin execute trigger kick_off initiate invoke dispatch
put_in > add insert create attach
update modify edit change alter amend patch revise adjust set
set assign define specify configure apply
replace overwrite substitute swap exchange put
rename change_name
delete remove destroy erase drop discard purge clear wipe
get_rid throw_away > delete remove
take_away take_off take_out > remove delete revoke detach
throw_out kick kick_out expel remove evict boot_out
cancel abort void terminate call_off revoke withdraw undo
stop end halt pause terminate shut_down cancel kill hang_up finish
pause suspend freeze hold hibernate put_on_hold
resume continue unpause reactivate unsuspend restart
restart reboot reset power_cycle rerun re_run redo again retry
restore recover undelete unarchive bring_back get_back revert rollback untrash
rollback roll_back go_back revert previous undo
again > re_run rerun retry restart redeliver resend
archive retire deprecate
enable activate turn_on switch_on allow
disable deactivate turn_off switch_off
allow permit grant authorize approve
forbid deny block reject refuse restrict prohibit disallow prevent protect
approve accept confirm agree grant
reject decline deny refuse dismiss
block ban blacklist blocklist denylist
unblock unban
allow_list allowlist whitelist exempt
attach connect link associate bind mount join upload
detach disconnect unlink dissociate unbind unmount
join enter participate enroll
leave quit exit
invite invitation invites
share collaborate collaboration grant
give grant assign add
copy duplicate clone replicate fork
move transfer relocate migrate
hand_over give_away transfer reassign
upload import send store put ingest
import ingest load
export dump download extract
save store keep persist put add create
merge combine join
split divide
compare diff difference
validate verify check test
check verify has exists is status
count number total how_many amount statistics stats
how_much amount total balance usage cost
calculate compute estimate
convert transform translate
sort order rank
subscribe watch follow observe listen
notify notification alert tell inform remind
follow subscribe watch
unfollow unsubscribe unwatch
like favorite favourite star heart love save bookmark react reaction
unlike unstar unfavorite
pin stick
comment remark reply note feedback annotation respond answer
reply respond answer comment response
ask request query prompt
request ask demand
sign signature signing esign
log_in login sign_in authenticate authentication signin authorize session
log_out logout sign_out signout
sign_up signup register registration enroll
logged_in current authenticated me self myself
my me mine own current authenticated self user
i me current authenticated
who user member person people
mute silence unmute quiet
louder quieter volume sound
lock freeze
unlock unfreeze release
publish release deploy make_public
deploy release rollout ship deployment publish
redeploy deployment
schedule plan timer cron recurring scheduled
remind reminder
book reserve booking reservation
reserve hold
appointment booking reservation meeting event slot
slot availability available free opening timeslot
free available availability vacant
rent buy purchase lease
buy purchase order acquire
pay payment charge settle capture
charge payment pay bill debit capture
refund reimburse give_back pay_back return reimbursement reverse money_back
reverse refund void reversal
owe owed balance outstanding receivable due debt payable
unpaid outstanding open due overdue
paid settled
spend spent usage cost spending expense
invoice bill billing
bill invoice charge
receipt voucher slip
price cost rate quote pricing fee tariff amount
price_offer quote estimate proposal offer quotation
offer quote deal promotion
discount coupon promotion promo voucher
voucher coupon gift_card giftcard
tax vat gst taxes
currency currencies money exchange_rate
money payment balance funds fund cash
credit balance funds
bank_account account bank
wallet balance
salary wage payroll pay
profit income earnings revenue profit_and_loss
turnover revenue sales
report summary statement overview analysis
balance_sheet assets liabilities
customer client buyer consumer contact shopper patron
client customer contact
contact person customer client address_book
shopper customer buyer cardholder
supplier vendor seller merchant
vendor supplier seller
merchant seller shop
shop store location merchant branch
store shop location
product item good article sku merchandise catalog_item
goods product item
catalog catalogue products price_list
item product object entry
stock inventory quantity on_hand
warehouse inventory depot
order purchase checkout basket
cart basket
shipment delivery shipping parcel package
parcel package shipment
deliver ship delivery dispatch send
track trace follow tracking status
employee worker staff team_member member personnel
worker employee staff node
colleague teammate coworker collaborator member user
boss manager supervisor
user account member person profile login
member user participant people person
person user member contact people
people users members persons
participant attendee member
guest visitor
team group squad
group team
organization organisation company org enterprise tenant workspace account business
org organization
company organization business enterprise firm
workspace team organization
department division unit
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
photo picture image
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
artist singer band musician
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
cluster
container
image snapshot
disk volume storage drive
volume disk
drive disk volume folder
backup snapshot copy dump
snapshot backup image
storage space disk quota
space storage
database db databases
postgres mysql database
table database sheet
table collection
row record entry
column field property
field attribute property column
attribute property field
property field attribute
metadata attributes properties
schema structure definition
directory folder
folder directory
file document attachment
files documents
document file doc
attachment file
doc document
pdf document
contract agreement document envelope
archive zip
archive tarball
bin trash recycle_bin
recycle_bin trash bin deleted
trash bin
tag label topic keyword
label tag
category tag type kind
type kind category
priority urgent
task todo job action to_do
todo task
job task run build
build job run workflow pipeline
ci build workflow action pipeline
pipeline workflow build
workflow pipeline process
run execution job
execution run
issue ticket bug problem defect
ticket issue case
bug issue defect
problem issue error
case ticket issue
milestone deadline due_date
project repository repo
repository repo project codebase
repo repository
pull_request merge_request pr
merge_request pull_request
pr pull_request
branch ref
commit revision change
code_review review
review look_over check
reviewer approver
contributor author committer
author creator writer
owner holder creator
language locale
programming_language language
license licence
snippet gist
code source
source_code code
star favorite
vulnerability security_hole cve weakness
security_hole vulnerability
webhook callback hook notification subscription
tell_server callback > webhook
notify_server > webhook
notified > webhook notification subscription
hook webhook
app application
application app
plugin extension addon add_on
addon plugin integration
integration app connection
config configuration setting settings preferences
setting configuration preference option
settings configuration preferences options
preferences settings
environment env
variable env parameter
limit quota rate_limit cap threshold
quota limit
calls_left rate_limit
left remaining balance
remaining left
health status alive ping
status state health
online status presence available up
presence online
uptime availability online
cpu processor
memory ram
load usage
usage consumption utilization
metrics statistics stats measurements
statistics metrics stats analytics
analytics statistics insights
stats statistics
dashboard board
board dashboard
chart graph
graph chart
subscription plan membership recurring
plan subscription tier
membership subscription member
loyal loyalty
points score reward
reward points bonus
gift present
card credit_card payment_method debit_card
credit_card card payment_method
payment_method card
saved stored
dispute chargeback
chargeback dispute
contest dispute challenge
tip gratuity
shift timecard work_hours
clock_in shift timecard
working_hours shift timesheet
timesheet timecard
vacation leave time_off holiday
holiday vacation
hotel accommodation lodging
flight plane airline
airport
trip journey travel
ticket booking
restaurant
recipe meal dish
food meal recipe
drink beverage
game match
match game fixture
score result
standings ranking table leaderboard
leaderboard ranking scoreboard
league competition tournament
season
team club
player athlete
stock share equity ticker
share stock
coin cryptocurrency crypto token
crypto cryptocurrency coin
exchange market
market exchange
quote price
dictionary definition meaning
meaning definition synonym
same_meaning synonym
synonym
ignore exclude stop_word
stop_word
translate translation language
language
distance route
route path directions
map location
nearby near closest around
coordinates latitude longitude geo
postcode zip_code postal_code
zip_code postal_code postcode
birthday birth_date
age
gender sex
name title
title name
description text summary
summary abstract overview summarize
summarize summary
id identifier
identifier id
list collection
collection set group
queue line waiting
waiting queue pending
pending waiting open
open active
open create new
close closed complete finish resolve
resolve close
active current running
running active current
running list
draft
template blueprint
size dimension
color colour
colour color style
design file
frame node image
font typography text_style
design_token variable
prompt
draw generate image
model
train fine_tune fine_tuning
fine_tune train
vector embedding
embedding vector
offensive moderation abusive
moderation
replica copy
replicas scale
scale replicas resize
resize scale
namespace
secret password
kubeconfig
network
peer
key
`;

/** What a word or phrase may stand for; both are stems joined by spaces. */
export type Thesaurus = ReadonlyMap<string, readonly (readonly string[])[]>;

/** The thesaurus in stems, as the index holds them. */
export function readThesaurus(stems: Stemmer): Thesaurus {
  const meanings = new Map<string, Map<string, readonly string[]>>();
  const read = (side: string): string[][] => side.split(' ').map((phrase) => stems(phrase.replaceAll('_', ' ')));
  for (const line of lines.trim().split('\n')) {
    const [said = '', called = said] = line.split(' > ');
    for (const phrase of read(said)) {
      const key = phrase.join(' ');
      const of = meanings.get(key) ?? new Map<string, readonly string[]>();
      for (const words of read(called)) if (words.length > 0 && words.join(' ') !== key) of.set(words.join(' '), words);
      if (key !== '' && of.size > 0) meanings.set(key, of);
    }
  }
  return new Map([...meanings].map(([key, of]) => [key, [...of.values()]]));
}
