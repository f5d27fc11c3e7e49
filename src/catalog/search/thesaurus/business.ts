/** Trade, money, goods and the people of a business. How it is written is told in `thesaurus.ts`. */
export const business = `
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
`;
