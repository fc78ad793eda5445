#!/bin/sh
# Classic Models (mysqltutorial.org) from its own files: docs/examples/classicmodels.sh FOLDER
#
# Each command prints one JSON object; a second run changes nothing.
# Total revenue: 9,604,190.61, total cost: 5,778,310.36 (orders of every status).
set -eu
folder=${1:?"usage: $0 FOLDER (the one with customers.csv)"}
manage=$(dirname "$0")/../../manage.py
import() { "${PYTHON:-python3}" "$manage" import_data "$@"; }

# An address out of two columns.
import accounts "$folder/customers.csv" --compute "address=addressLine1 + addressLine2"

# The same file again: each customer has one contact, whose name stands in two columns.
import contacts "$folder/customers.csv" --compute "name=contactFirstName + contactLastName"

# What the company pays and what it asks; the line stands in the file already.
import products "$folder/products.csv" --map unit_cost=buyPrice list_price=MSRP

# Date and customer come from the head of the order; cost and list amount follow from the products.
import sales "$folder/orderdetails.csv" --join "$folder/orders.csv:orderNumber" \
    --compute "net_amount=quantityOrdered * priceEach"
